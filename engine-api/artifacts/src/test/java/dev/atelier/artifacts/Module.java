package dev.atelier.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/** The modules that are published: name, name on a module path, where it is built, and what comes with it, the optional ones excepted. */
enum Module {
    ENGINE_API("engine-api", "dev.atelier.engine", "engine-api", ""),
    ENGINE_CPU("engine-cpu", "dev.atelier.engine.cpu", "engine-cpu", "dev.atelier:engine-api"),
    KERNELS("kernels", "dev.atelier.kernels", "kernels", ""),
    ENGINE_OPENCL(
            "engine-opencl",
            "dev.atelier.engine.opencl",
            "engine-opencl",
            "dev.atelier:engine-api dev.atelier:kernels net.java.dev.jna:jna"),
    ENGINE_TCK(
            "engine-tck",
            "dev.atelier.engine.tck",
            "engine-api/tck",
            "dev.atelier:engine-api org.junit.jupiter:junit-jupiter");

    private static final Path ROOT = Path.of(System.getProperty("atelier.root"));
    private static final Path REPOSITORY = Path.of(System.getProperty("atelier.repository"));
    private static final String VERSION = System.getProperty("atelier.version");

    private final String artifact;
    private final String moduleName;
    private final String folder;
    private final String needs;

    Module(String artifact, String moduleName, String folder, String needs) {
        this.artifact = artifact;
        this.moduleName = moduleName;
        this.folder = folder;
        this.needs = needs;
    }

    String artifact() {
        return artifact;
    }

    String moduleName() {
        return moduleName;
    }

    /** Returns {@code group:artifact} of each. */
    List<String> needs() {
        return needs.isEmpty() ? List.of() : List.of(needs.split(" "));
    }

    /** Returns the jar as it was installed. */
    Path jar() {
        return installed(artifact, "jar");
    }

    /** Returns the POM as it was installed. */
    Pom pom() throws IOException {
        return Pom.read(installed(artifact, "pom"));
    }

    /** Opens the jar of sources or of Javadoc. */
    JarFile attached(String classifier) throws IOException {
        return new JarFile(ROOT.resolve(folder)
                .resolve("target")
                .resolve(artifact + "-" + VERSION + "-" + classifier + ".jar")
                .toFile());
    }

    /** Returns the licence of all modules. */
    static Path licence() {
        return ROOT.resolve("LICENSE");
    }

    /** Returns a file of an artifact in the repository that the examples are built against. */
    static Path installed(String artifact, String extension) {
        Path file = REPOSITORY
                .resolve("dev/atelier")
                .resolve(artifact)
                .resolve(VERSION)
                .resolve(artifact + "-" + VERSION + "." + extension);
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(file + " was not installed");
        }
        return file;
    }
}
