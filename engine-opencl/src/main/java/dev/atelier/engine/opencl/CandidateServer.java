package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The process that tries candidates for {@link Tuner}, so that one that hangs or ends its process takes nothing else along. It
 * reads a request a line and answers each with a line; it ends when its input does, however stuck the device is.
 */
final class CandidateServer {
    /** Begins each answer: drivers print on standard output too. */
    static final String MARK = "atelier-candidate ";

    static final String READY = "ready";
    static final String SECONDS = "seconds ";
    static final String REJECTED = "rejected ";

    private static final long MILLISECONDS_TO_END = 5_000;

    /** Tries candidates. */
    interface Trial {
        /** As {@link CandidateTrial#seconds}. */
        double[] seconds(GemmShape shape, List<GemmTiling> tilings, int rounds);
    }

    /** Makes the trial for a backend. */
    interface TrialFactory {
        /** Returns the trial. */
        Trial on(OpenClBackend backend);
    }

    private CandidateServer() {}

    /** Serves until standard input ends; the arguments are the device's number and the properties {@code NAME=VALUE}. */
    public static void main(String[] arguments) throws InterruptedException {
        serve(arguments, backend -> new CandidateTrial(backend)::seconds);
    }

    /** As {@link #main}, with a trial of the caller's. */
    static void serve(String[] arguments, TrialFactory factory) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<String, String> properties = new HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            properties.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        properties.put(OpenClSettings.TUNING, OpenClSettings.TUNING_OFF);
        BlockingQueue<Optional<String>> requests = readRequests();
        try (OpenClBackend backend =
                (OpenClBackend) new OpenClProvider().open(new BackendOptions(arguments[0], 0, properties))) {
            out.println(MARK + READY);
            Trial trial = factory.on(backend);
            for (Optional<String> request = requests.take(); request.isPresent(); request = requests.take()) {
                out.println(MARK + answer(trial, request.get()));
            }
        }
    }

    /** Starts to read; a thread of its own, so that the end of the input is noticed while a kernel hangs. */
    private static BlockingQueue<Optional<String>> readRequests() {
        BlockingQueue<Optional<String>> requests = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    requests.add(Optional.of(line));
                }
                requests.clear();
                requests.add(Optional.empty());
                Thread.sleep(MILLISECONDS_TO_END);
            } catch (IOException | InterruptedException e) {
                // Nobody asks any more: the same as the end of the input.
            }
            Runtime.getRuntime().halt(1);
        });
        reader.setDaemon(true);
        reader.start();
        return requests;
    }

    private static String answer(Trial trial, String request) {
        try {
            String[] parts = request.split(" *; *", -1);
            String[] numbers = parts[0].split(" ", -1);
            GemmShape shape = new GemmShape(
                    numbers[0].charAt(0) == 't',
                    numbers[0].charAt(1) == 't',
                    Integer.parseInt(numbers[1]),
                    Integer.parseInt(numbers[2]),
                    Integer.parseInt(numbers[3]));
            List<GemmTiling> tilings = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                tilings.add(GemmTiling.parse(parts[i]));
            }
            StringBuilder answer = new StringBuilder(SECONDS);
            for (double seconds : trial.seconds(shape, tilings, Integer.parseInt(numbers[4]))) {
                answer.append(String.format(Locale.ROOT, " %.6e", seconds));
            }
            return answer.toString();
        } catch (CandidateTrial.WrongProductException e) {
            return REJECTED + "wrong: " + e.getMessage();
        } catch (BackendException | OutOfMemoryError e) {
            return REJECTED + String.valueOf(e.getMessage()).replaceAll("[\\s\\p{Cntrl}]+", " ");
        }
    }

    /** Returns a request to try tilings. */
    static String request(GemmShape shape, List<GemmTiling> tilings, int rounds) {
        StringBuilder request = new StringBuilder(shape.layout());
        for (int number : new int[] {shape.m(), shape.n(), shape.k(), rounds}) {
            request.append(' ').append(number);
        }
        tilings.forEach(tiling -> request.append(" ; ").append(tiling));
        return request.toString();
    }
}
