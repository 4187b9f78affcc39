package dev.atelier.engine.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a class of the tests in a JVM of its own, with an environment of its own. */
final class ChildProcess {
    private static final int TIMEOUT_SECONDS = 300;

    private final List<String> jvmOptions = new ArrayList<>(List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Datelier.opencl.binding=" + TestDevices.BINDING));
    private final List<String> environment = new ArrayList<>();
    private String classPath = System.getProperty("java.class.path");

    /** How it ended and what it printed on both streams. */
    record Outcome(int exitCode, String output) {}

    ChildProcess option(String option) {
        jvmOptions.add(option);
        return this;
    }

    ChildProcess environment(String name, String value) {
        environment.add(name + "=" + value);
        return this;
    }

    /** Leaves the jars out whose path contains {@code text}. */
    ChildProcess without(String text) {
        classPath = Arrays.stream(classPath.split(java.io.File.pathSeparator))
                .filter(entry -> !entry.contains(text))
                .collect(Collectors.joining(java.io.File.pathSeparator));
        return this;
    }

    /** Runs {@code main} without the variable that the build sets for PoCL, and waits. */
    Outcome run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return start(main, arguments).await();
    }

    /** A process on its way. */
    record Running(Process process, Path output) {
        Outcome await() throws IOException, InterruptedException {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no end after " + TIMEOUT_SECONDS + " s: " + Files.readString(output));
            }
            String text = Files.readString(output);
            Files.delete(output);
            return new Outcome(process.exitValue(), text);
        }
    }

    Running start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("child-", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("POCL_SIGFPE_HANDLER");
        for (String entry : environment) {
            int equals = entry.indexOf('=');
            builder.environment().put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return new Running(builder.start(), output);
    }
}
