package dev.atelier.bench.products;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@link ProductWorker} in a process of its own. */
final class ProductProcess implements AutoCloseable {
    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;
    private final Thread hook;

    private final int threads;
    private final String description;

    /**
     * Starts the process and waits until it says who it is.
     *
     * @param log takes what it prints on standard error
     * @throws CommandFailure if it can't be started
     */
    ProductProcess(String name, ProcessBuilder builder, Path log) {
        this.name = name;
        this.log = log;
        try {
            this.process = builder.redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, name + " can't be started: " + e.getMessage(), e);
        }
        this.hook = new Thread(process::destroyForcibly, "end of " + name);
        Runtime.getRuntime().addShutdownHook(hook);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        String[] hello = answer("hello ").split(" ", 2);
        this.threads = Integer.parseInt(hello[0]);
        this.description = hello[1];
    }

    /** Returns what computes there. */
    String description() {
        return description;
    }

    /** Returns how many threads compute there. */
    int threads() {
        return threads;
    }

    /** Measures the operations per second that it can do at most. */
    double peak() {
        orders.println("peak");
        return Double.parseDouble(answer("peak "));
    }

    /** Has it verify a product and warm up. */
    void prepare(ProductShape shape) {
        orders.println("prepare " + shape);
        answer("ready");
    }

    /** Returns the seconds of one product. */
    double time() {
        orders.println("time");
        return Double.parseDouble(answer("seconds "));
    }

    /** Returns what follows {@code prefix} in the first line on standard error that begins with it. */
    Optional<String> logged(String prefix) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String answer(String expected) {
        try {
            String line = answers.readLine();
            if (line != null && line.startsWith(expected)) {
                return line.substring(expected.length());
            } else if (line != null && line.startsWith("error ")) {
                throw new CommandFailure(ExitCode.MISMATCH, name + ": " + line.substring("error ".length()));
            }
            throw new CommandFailure(
                    ExitCode.FAILURE, name + (line == null ? " ended" : " said '" + line + "'") + "; see " + log);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, name + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        orders.close();
        process.destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running already, and the process ends with this one.
        }
    }
}
