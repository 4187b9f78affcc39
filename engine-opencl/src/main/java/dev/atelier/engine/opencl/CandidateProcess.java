package dev.atelier.engine.opencl;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running {@link CandidateServer}, as the process that tunes sees it. */
final class CandidateProcess implements AutoCloseable {
    /** A JVM and a driver start in a second or two; a machine under load takes longer. */
    private static final Duration TIME_TO_START = Duration.ofSeconds(60);

    private static final Duration TIME_TO_END = Duration.ofSeconds(3);

    /** The largest product and what it is checked with. */
    private static final String HEAP = "-Xmx1g";

    private final Process process;
    private final BufferedWriter requests;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private volatile String lastWords = "";

    /** What came of a request; {@code seconds} is empty unless it was answered with times. */
    record Answer(Outcome outcome, String reason, List<Double> seconds) {}

    /** How a request can end. */
    enum Outcome {
        TIMED,
        REJECTED,
        HUNG,
        ENDED
    }

    private CandidateProcess(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        read(process.inputReader(StandardCharsets.UTF_8), true);
        read(process.errorReader(StandardCharsets.UTF_8), false);
    }

    /**
     * Starts a process and waits until it has opened the device.
     *
     * @param main the class to run
     * @param device the device's number
     * @param properties those of the backend
     * @throws IOException with the reason if it does not start
     */
    static CandidateProcess start(String main, int device, Map<String, String> properties) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "atelier-candidate-%p.log"),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                main,
                Integer.toString(device)));
        properties.forEach((name, value) -> command.add(name + "=" + value));
        CandidateProcess started = new CandidateProcess(new ProcessBuilder(command).start());
        try {
            Answer answer = started.answer(TIME_TO_START);
            if (!answer.reason().equals(CandidateServer.READY)) {
                throw new IOException(answer.reason());
            }
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void read(BufferedReader reader, boolean answers) {
        Thread thread = new Thread(
                () -> {
                    try (reader) {
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            if (answers && line.startsWith(CandidateServer.MARK)) {
                                lines.add(Optional.of(line.substring(CandidateServer.MARK.length())));
                            } else if (!line.isBlank() && !line.startsWith("WARNING")) {
                                lastWords = line.strip();
                            }
                        }
                    } catch (IOException e) {
                        // The process was ended: the same as the end of its output.
                    }
                    if (answers) {
                        lines.add(Optional.empty());
                    }
                },
                "atelier-candidates");
        thread.setDaemon(true);
        thread.start();
    }

    /** Tries tilings of a product; with any outcome but {@code TIMED} and {@code REJECTED} the process is of no more use. */
    Answer request(GemmShape shape, List<GemmTiling> tilings, int rounds, Duration limit) {
        try {
            requests.write(CandidateServer.request(shape, tilings, rounds));
            requests.newLine();
            requests.flush();
        } catch (IOException e) {
            // It has ended; waiting for its answer says how.
        }
        return answer(limit);
    }

    private Answer answer(Duration limit) {
        try {
            Optional<String> line = lines.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (line == null) {
                return new Answer(Outcome.HUNG, "no answer within " + limit.toSeconds() + " s", List.of());
            }
            if (line.isEmpty()) {
                return new Answer(Outcome.ENDED, ended(), List.of());
            }
            String text = line.get();
            if (!text.startsWith(CandidateServer.SECONDS)) {
                String reason = text.startsWith(CandidateServer.REJECTED)
                        ? text.substring(CandidateServer.REJECTED.length())
                        : text;
                return new Answer(Outcome.REJECTED, reason, List.of());
            }
            List<Double> seconds = Stream.of(text.substring(CandidateServer.SECONDS.length())
                            .strip()
                            .split(" +", -1))
                    .map(Double::valueOf)
                    .toList();
            return new Answer(Outcome.TIMED, "", seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(Outcome.ENDED, "interrupted", List.of());
        }
    }

    private String ended() throws InterruptedException {
        if (!process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
            return "it closed its output";
        }
        String words = lastWords.isEmpty() ? "" : ": " + lastWords;
        return "its process ended with code " + process.exitValue() + words;
    }

    /** Ends the process, by force if it does not end by itself, and waits until it is gone. */
    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException e) {
            // It has ended already.
        }
        try {
            if (!process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process by force. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
