package dev.atelier.runner;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs the program as a process of its own, in surroundings that a test chooses. */
final class ProgramProcess {
    private static final int TIMEOUT_SECONDS = 120;

    private final Path folder;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private String classPath = System.getProperty("java.class.path");

    /** Makes one whose cache and temporary files lie in a folder. */
    ProgramProcess(Path folder) {
        this.folder = folder;
        environment("ATELIER_CACHE", folder.resolve("cache").toString());
    }

    /** What a process did. */
    record Outcome(int exitCode, String out, String err) {}

    /** A process on its way, and where its two outputs go. */
    record Running(Process process, Path out, Path err) {
        Outcome await() throws IOException, InterruptedException {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end after " + TIMEOUT_SECONDS + " s: " + Files.readString(err));
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }

    /** Adds options of the JVM. */
    ProgramProcess options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    ProgramProcess environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Has a class be found as the provider of a service. */
    ProgramProcess service(Class<?> service, Class<?> provider) throws IOException {
        Path classes = folder.resolve("classes");
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(service.getName()), provider.getName());
        classPath += File.pathSeparator + classes;
        return this;
    }

    /** Returns the command that runs the program with these arguments. */
    List<String> command(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp"))));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Atelier.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    Running start(String... args) throws IOException {
        return start(command(args));
    }

    /** Starts a command that is {@link #command} or leads to it. */
    Running start(List<String> command) throws IOException {
        Path out = Files.createTempFile(folder, "process-", ".out");
        Path err = Files.createTempFile(folder, "process-", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    Outcome run(String... args) throws IOException, InterruptedException {
        return start(args).await();
    }
}
