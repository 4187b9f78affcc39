package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.TuningListener;
import dev.atelier.engine.backend.TuningReport;
import dev.atelier.engine.backend.TuningRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses a tiling for each kind of product by trying candidates in another process. The choice for a kind of product is stored as
 * soon as it is made, and comes into use when there is one for every kind, or the time is over.
 */
final class Tuner {
    /** Compiling one takes a second on a CPU, running it a tenth of that. */
    static final Duration CANDIDATE_LIMIT = Duration.ofSeconds(10);

    /** Timings of one candidate, and of those few between which the choice is. */
    private static final int ROUNDS = 5;

    private static final int FINAL_ROUNDS = 15;
    private static final int FINALISTS = 3;

    /** What a candidate must be faster by; less is within what timings scatter by. */
    private static final double LEAST_GAIN = 1.03;

    private final Preset preset;
    private final TuningFile file;
    private final CandidatePool pool;
    private final TuningListener listener;
    private final List<GemmShape> shapes;
    private final Candidates candidates;
    private TuningSection section;
    private int done;
    private int total;

    /** Lists what to try. */
    interface Candidates {
        /** As {@link GemmCandidates#of}. */
        List<GemmTiling> of(Preset preset, GemmShape shape);
    }

    /**
     * Makes a tuner.
     *
     * @param preset the preset of the device
     * @param start what is stored so far
     * @param file where choices are stored
     * @param pool tries the candidates
     * @param listener is told how it goes
     * @param shapes the products, one for each kind
     * @param candidates the candidates for each of them, the preset's first
     */
    Tuner(
            Preset preset,
            TuningSection start,
            TuningFile file,
            CandidatePool pool,
            TuningListener listener,
            List<GemmShape> shapes,
            Candidates candidates) {
        this.preset = preset;
        this.section = start;
        this.file = file;
        this.pool = pool;
        this.listener = listener;
        this.shapes = shapes;
        this.candidates = candidates;
    }

    /** Returns the products that have no choice yet. */
    static List<GemmShape> missing(List<GemmShape> shapes, TuningSection section) {
        return shapes.stream()
                .filter(shape -> !section.choices().containsKey(shape.bucket()))
                .toList();
    }

    /**
     * Tunes what is missing and returns what is stored then; it is in use unless the listener has stopped it.
     *
     * @throws BackendException if it can't be stored, or no candidate works
     */
    TuningSection run(TuningRequest request) {
        List<GemmShape> missing = missing(shapes, section);
        total = missing.stream()
                .mapToInt(shape -> candidates.of(preset, shape).size())
                .sum();
        long start = System.nanoTime();
        for (int i = 0; i < missing.size() && !listener.isStopRequested(); i++) {
            double left = request.seconds() - (System.nanoTime() - start) * 1e-9;
            if (left <= 0) {
                listener.onNote(String.format(
                        Locale.ROOT,
                        "the %.0f s are over: %d of %d kinds of products stay as they are",
                        request.seconds(),
                        missing.size() - i,
                        shapes.size()));
                break;
            }
            // A kind of product may take more than its share, since later ones find their kernels compiled.
            double share = Math.min(left, 2 * left / (missing.size() - i));
            tune(missing.get(i), System.nanoTime() + (long) (share * 1e9));
        }
        if (listener.isStopRequested()) {
            return section;
        }
        if (section.choices().isEmpty()) {
            throw new BackendException("no product kernel works on this device; the last to fail: "
                    + (section.rejections().isEmpty()
                            ? "none was tried"
                            : section.rejections()
                                    .get(section.rejections().size() - 1)
                                    .reason()));
        }
        store(true);
        return section;
    }

    private void tune(GemmShape shape, long deadline) {
        Map<GemmTiling, Double> times = new LinkedHashMap<>();
        List<GemmTiling> all = candidates.of(preset, shape);
        GemmTiling standard = all.get(0);
        for (GemmTiling candidate : all) {
            if (listener.isStopRequested()) {
                return;
            }
            boolean late = !times.isEmpty() && System.nanoTime() > deadline;
            if (!late && !section.rejects(shape.layout(), candidate)) {
                listener.onCandidate(done, total, describe(shape), candidate.toString());
                List<Double> seconds = attempt(shape, List.of(candidate), ROUNDS);
                if (!seconds.isEmpty()) {
                    times.put(candidate, seconds.get(0));
                }
            }
            done++;
        }
        if (!times.isEmpty() && !listener.isStopRequested()) {
            choose(shape, standard, times);
        }
    }

    /** Times the fastest once more, in turns with the preset's, and stores the choice. */
    private void choose(GemmShape shape, GemmTiling standard, Map<GemmTiling, Double> times) {
        List<GemmTiling> finalists = new ArrayList<>(times.keySet());
        finalists.sort(Comparator.comparing(times::get));
        List<GemmTiling> last = new ArrayList<>(finalists.subList(0, Math.min(FINALISTS, finalists.size())));
        if (times.containsKey(standard)) {
            last.remove(standard);
            last.add(0, standard);
        }
        if (last.size() > 1) {
            List<Double> seconds = attempt(shape, last, FINAL_ROUNDS);
            for (int i = 0; i < seconds.size(); i++) {
                times.put(last.get(i), seconds.get(i));
            }
        }
        if (listener.isStopRequested()) {
            return;
        }
        double standardSeconds = times.getOrDefault(standard, Double.NaN);
        GemmTiling best = last.stream().min(Comparator.comparing(times::get)).orElseThrow();
        double bestSeconds = times.getOrDefault(best, Double.NaN);
        boolean keep = standardSeconds < LEAST_GAIN * bestSeconds;
        section.choices()
                .put(
                        shape.bucket(),
                        new TuningSection.Choice(
                                keep ? standard : best, standardSeconds, keep ? standardSeconds : bestSeconds));
        store(false);
        listener.onTuned(choice(preset, shape, section));
    }

    /** Returns times, or nothing if a candidate was rejected or tuning is to stop. */
    private List<Double> attempt(GemmShape shape, List<GemmTiling> tilings, int rounds) {
        CandidateProcess.Answer answer = pool.request(shape, tilings, rounds, listener::isStopRequested);
        if (answer.outcome() != CandidateProcess.Outcome.TIMED && tilings.size() == 1 && !listener.isStopRequested()) {
            TuningSection.Rejection rejection =
                    new TuningSection.Rejection(shape.bucket(), tilings.get(0), answer.reason());
            section.rejections().add(rejection);
            store(false);
            listener.onRejected(rejection(rejection));
        }
        return answer.seconds();
    }

    private void store(boolean inUse) {
        section =
                section.as(inUse, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        try {
            file.store(section);
        } catch (IOException e) {
            throw new BackendException(file.path() + ": can't be written: " + TuningFile.reason(e), e);
        }
    }

    private static String describe(GemmShape shape) {
        return TuningText.name(shape.bucket());
    }

    /** Returns what is stored for a product in the words of the report. */
    static TuningReport.Choice choice(Preset preset, GemmShape shape, TuningSection section) {
        TuningSection.Choice choice = section.choices().get(shape.bucket());
        if (choice == null) {
            throw new IllegalArgumentException(shape + " is not tuned");
        }
        return new TuningReport.Choice(
                describe(shape),
                GemmTilings.preset(preset, shape).toString(),
                choice.tiling().toString(),
                choice.standardSeconds(),
                choice.seconds());
    }

    static TuningReport.Rejection rejection(TuningSection.Rejection rejection) {
        return new TuningReport.Rejection(
                TuningText.name(rejection.bucket()), rejection.tiling().toString(), rejection.reason());
    }
}
