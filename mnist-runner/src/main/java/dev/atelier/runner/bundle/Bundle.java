package dev.atelier.runner.bundle;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * An archive with all that the program needs to run on a Linux x86-64 host without Java: a runtime, the class path with the kernels
 * in it, and a launcher.
 */
public final class Bundle {
    /** The folder that the archive unpacks to. */
    public static final String FOLDER = "atelier-linux-x86_64";

    private static final int BUFFER = 1 << 16;

    private Bundle() {}

    /** Returns why no bundle can be made on this platform, or nothing. */
    public static String platformFault(String system, String architecture) {
        return system.equals("Linux") && architecture.equals("amd64")
                ? ""
                : "a bundle is for Linux on x86-64 and can be made there only, not on " + system + " on "
                        + architecture;
    }

    /**
     * Makes the archive; an old file gives way only when it is whole.
     *
     * @param classPath the jars
     * @param licence the file LICENSE, if there is one
     * @param file the archive, {@code .tar.gz}
     * @param progress takes a line for each stage
     */
    public static void write(List<Path> classPath, Path licence, Path file, Consumer<String> progress) {
        Path target = file.toAbsolutePath();
        try {
            Path work = Files.createTempDirectory("atelier-bundle-");
            try {
                Path root = Files.createDirectories(work.resolve(FOLDER));
                progress.accept("copying the class path");
                List<Path> jars = copyJars(classPath, Files.createDirectories(root.resolve("lib")));
                progress.accept("linking a Java runtime");
                RuntimeImage.link(jars, root.resolve("runtime"));
                copyScript("launcher.sh", root.resolve("atelier"), "rwxr-xr-x");
                copyScript("run_java.sh", root.resolve("run_java.sh"), "rw-r--r--");
                if (Files.isRegularFile(licence)) {
                    Files.copy(licence, root.resolve("LICENSE"));
                }
                progress.accept("packing");
                Path part = work.resolve("archive");
                pack(work, part);
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "the bundle can't be written: " + e.getMessage(), e);
        }
    }

    private static List<Path> copyJars(List<Path> classPath, Path folder) throws IOException {
        List<Path> copied = new ArrayList<>();
        for (Path jar : classPath) {
            if (!Files.isRegularFile(jar) || !jar.toString().endsWith(".jar")) {
                throw new CommandFailure(
                        ExitCode.FAILURE, "a bundle is made of jars, but the class path has " + jar + " on it");
            }
            Path target = folder.resolve(jar.getFileName().toString());
            if (!JarFilter.copy(jar, target)) {
                copied.add(target);
            }
        }
        return copied;
    }

    private static void copyScript(String name, Path target, String permissions) throws IOException {
        try (InputStream in = Bundle.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing in the program");
            }
            Files.copy(in, target);
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
    }

    /** Packs with the system's tar, sorted and without times and owners, so that the same files give the same bytes. */
    private static void pack(Path work, Path file) throws IOException {
        Path errors = work.resolve("errors");
        Process tar = new ProcessBuilder(
                        "tar",
                        "--create",
                        "--sort=name",
                        "--format=ustar",
                        "--mtime=@0",
                        "--owner=0",
                        "--group=0",
                        "--numeric-owner",
                        "--mode=u+rw,go+r,go-w",
                        FOLDER)
                .directory(work.toFile())
                .redirectError(errors.toFile())
                .start();
        try (InputStream in = tar.getInputStream();
                OutputStream out = Files.newOutputStream(file);
                OutputStream zipped = new GZIPOutputStream(out, BUFFER) {
                    {
                        def.setLevel(Deflater.BEST_COMPRESSION);
                    }
                }) {
            in.transferTo(zipped);
        }
        try {
            if (tar.waitFor() != 0) {
                throw new IOException("tar: "
                        + Files.readString(errors, StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
