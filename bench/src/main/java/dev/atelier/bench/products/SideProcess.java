package dev.atelier.bench.products;

import dev.atelier.bench.ProductShape;
import dev.atelier.bench.peers.PeerLog;
import dev.atelier.bench.products.side.Introduction;
import dev.atelier.bench.products.side.ProductServer;
import dev.atelier.bench.products.side.Reply;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One of the two processes, as this one sees it: it waits for a line, works, and answers with a line. */
final class SideProcess implements AutoCloseable {
    /** How long a process may take to end once its input has ended. */
    private static final Duration TIME_TO_END = Duration.ofSeconds(5);

    private final String name;
    private final PeerLog log;
    private final Duration limit;
    private final Process process;
    private final BufferedWriter requests;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final Introduction introduction;

    /**
     * Starts the process and waits until it has introduced itself.
     *
     * @param name what messages call it
     * @param builder of a process that runs {@link ProductServer#main}
     * @param log takes what it prints on standard error
     * @param limit of the time that it may take for an answer
     * @throws CommandFailure if it does not start
     */
    SideProcess(String name, ProcessBuilder builder, Path log, Duration limit) {
        this.name = name;
        this.log = new PeerLog(log);
        this.limit = limit;
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            this.process = builder.redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, name + " can't be run: " + e.getMessage(), e);
        }
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::readLines, "answers of " + name);
        reader.setDaemon(true);
        reader.start();
        try {
            this.introduction = Introduction.parse(answer(Reply.Kind.HELLO));
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void readLines() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            // The process was ended: the same as the end of its output.
        }
        lines.add(Optional.empty());
    }

    /** Returns what the process said of itself. */
    Introduction introduction() {
        return introduction;
    }

    /** Returns what it printed on standard error so far. */
    PeerLog log() {
        return log;
    }

    /**
     * Lets it set up, verify and warm up a product.
     *
     * @throws CommandFailure if it fails, computes something wrong, or does not answer in time
     */
    void prepare(ProductShape shape) {
        send(ProductServer.PREPARE + shape);
        answer(Reply.Kind.READY);
    }

    /** Lets it time the product that was prepared last and returns the seconds of one run; fails as {@link #prepare}. */
    double time() {
        send(ProductServer.TIME);
        return Double.parseDouble(answer(Reply.Kind.SECONDS));
    }

    /** Lets it measure the operations a second that are possible, NaN if it can't; fails as {@link #prepare}. */
    double measurePeak() {
        send(ProductServer.PEAK);
        return Double.parseDouble(answer(Reply.Kind.PEAK));
    }

    private void send(String request) {
        try {
            requests.write(request);
            requests.newLine();
            requests.flush();
        } catch (IOException e) {
            // It has ended; waiting for its answer says how.
        }
    }

    private String answer(Reply.Kind expected) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                Optional<String> line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw failure(ExitCode.FAILURE, "did not answer within " + limit.toSeconds() + " s");
                }
                Reply reply = Reply.parse(line.orElseThrow(this::ended)).orElse(null);
                if (reply != null && reply.kind() == expected) {
                    return reply.text();
                } else if (reply != null) {
                    throw failure(
                            reply.kind() == Reply.Kind.WRONG ? ExitCode.MISMATCH : ExitCode.FAILURE, reply.text());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted while waiting for " + name, e);
        }
    }

    private CommandFailure ended() {
        try {
            if (process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                return failure(
                        ExitCode.FAILURE,
                        "ended with code " + process.exitValue()
                                + log.firstError().map(error -> ": " + error).orElse(""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failure(ExitCode.FAILURE, "closed its output");
    }

    private CommandFailure failure(ExitCode code, String reason) {
        return new CommandFailure(code, "the process of " + name + ": " + reason + "; see " + log.file());
    }

    @Override
    public void close() {
        try {
            requests.close();
            process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
