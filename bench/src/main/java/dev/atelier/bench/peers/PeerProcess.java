package dev.atelier.bench.peers;

import dev.atelier.bench.peers.job.EpochLine;
import dev.atelier.bench.peers.job.Job;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs jobs as processes of this Java, one at a time. */
final class PeerProcess {
    /** Below it a run has not learned, and its speed says nothing. */
    static final double LEAST_ACCURACY = 0.9;

    /** How long a process may take to end once its work is done. */
    private static final Duration TIME_TO_END = Duration.ofSeconds(5);

    /** The exit code of a process that was killed: 128 + the number of the signal. */
    private static final int ENDED_FORCIBLY = 128 + 9;

    private static final String NULL_DEVICE = File.separatorChar == '/' ? "/dev/null" : "NUL";

    private final Path logs;
    private final Duration limit;

    /**
     * Prepares running.
     *
     * @param logs the folder that takes what the processes print on standard error
     * @param limit after which a process is ended
     */
    PeerProcess(Path logs, Duration limit) {
        this.logs = logs;
        this.limit = limit;
    }

    /**
     * Runs a job and waits for it.
     *
     * @param classPath of the peer; this project's own is that of this JVM
     * @throws PeerFailure if the process fails, hangs, or has not learned
     */
    PeerRun run(Peer peer, String classPath, Job job) throws PeerFailure {
        PeerRun run = start(peer, classPath, job);
        if (peer.learns() && !(run.testAccuracy() >= LEAST_ACCURACY)) {
            throw new PeerFailure(
                    true,
                    String.format(
                            Locale.ROOT,
                            "reached an accuracy of only %.4f after %d epochs; %.1f is the least that counts",
                            run.testAccuracy(),
                            run.epochs().size(),
                            LEAST_ACCURACY));
        }
        return run;
    }

    /**
     * Runs a job and waits for it, however well it learns.
     *
     * @throws PeerFailure if the process fails or hangs
     */
    PeerRun start(Peer peer, String classPath, Job job) throws PeerFailure {
        Path log = logs.resolve(peer.label() + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        PeerCommand.of(peer, List.of(), classPath, peer.mainClass(), job.arguments()))
                .redirectError(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File(NULL_DEVICE)));
        PeerEnvironment.apply(builder.environment(), peer, job.threads());
        try {
            Files.createDirectories(logs);
            return execute(builder, log, job.epochs());
        } catch (IOException e) {
            throw new PeerFailure(false, "can't be run: " + e.getMessage());
        }
    }

    private PeerRun execute(ProcessBuilder builder, Path log, int epochs) throws IOException, PeerFailure {
        long started = System.nanoTime();
        Process process = builder.start();
        Thread hook = new Thread(process::destroyForcibly, "end of a peer");
        Runtime.getRuntime().addShutdownHook(hook);
        watch(process);
        List<EpochLine> lines = new ArrayList<>();
        double startToDone = 0;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            while (lines.size() < epochs) {
                String line = output.readLine();
                if (line == null) {
                    throw new PeerFailure(false, reasonOfEnd(process, log, lines.size(), epochs));
                }
                EpochLine.parse(line).ifPresent(lines::add);
                startToDone = (System.nanoTime() - started) * 1e-9;
            }
            process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerFailure(false, "was interrupted");
        } finally {
            process.destroyForcibly();
            removeHook(hook);
        }
        return new PeerRun(lines, startToDone);
    }

    /** Ends the process when its time is up. */
    private void watch(Process process) {
        Thread watch = new Thread(
                () -> {
                    try {
                        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        process.destroyForcibly();
                    }
                },
                "time limit of a peer");
        watch.setDaemon(true);
        watch.start();
    }

    private String reasonOfEnd(Process process, Path log, int done, int epochs) throws InterruptedException {
        String where = " after " + done + " of " + epochs + " epochs";
        if (!process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() == ENDED_FORCIBLY) {
            return "was ended" + where + "; it may take " + limit.toSeconds() + " s; see " + log;
        }
        return "ended with code " + process.exitValue() + where
                + new PeerLog(log).firstError().map(error -> ": " + error).orElse("") + "; see " + log;
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running already, and the process ends with this one.
        }
    }
}
