package dev.atelier.bench.scaling;

import dev.atelier.bench.Sample;
import dev.atelier.bench.Stopwatch;
import dev.atelier.bench.TrainingRun;
import dev.atelier.bench.Workload;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures steps of the CPU backend with several numbers of threads, in turn. */
final class Scaling {
    private static final double LEARNING_RATE = 0.01;

    private final List<Integer> threads;
    private final int rounds;
    private final Dataset data;
    private final Consumer<String> progress;

    /**
     * Prepares measuring.
     *
     * @param progress is told what is being measured
     */
    Scaling(List<Integer> threads, int rounds, Dataset data, Consumer<String> progress) {
        this.threads = List.copyOf(threads);
        this.rounds = rounds;
        this.data = data;
        this.progress = progress;
    }

    /**
     * Measures everything.
     *
     * @param batches batch sizes at {@code hidden} units
     * @param widths hidden units at batch size {@code batch}
     */
    ScalingReport run(List<Integer> batches, int hidden, List<Integer> widths, int batch) {
        List<Backend> backends = new ArrayList<>();
        try {
            threads.forEach(count ->
                    backends.add(Backends.open("cpu", BackendOptions.defaults().withThreads(count))));
            progress.accept("peak of the multiply-adds");
            List<Double> before = peaks(backends);
            List<ScalingReport.Point> byBatch =
                    batches.stream().map(size -> point(backends, size, hidden)).toList();
            List<ScalingReport.Point> byWidth =
                    widths.stream().map(width -> point(backends, batch, width)).toList();
            List<Double> after = peaks(backends);
            List<Sample> peaks = new ArrayList<>();
            for (int i = 0; i < threads.size(); i++) {
                peaks.add(new Sample(before.get(i), after.get(i)));
            }
            return new ScalingReport(threads, peaks, byBatch, byWidth, hidden, batch);
        } finally {
            backends.forEach(Backend::close);
        }
    }

    private static List<Double> peaks(List<Backend> backends) {
        return backends.stream()
                .map(backend -> backend.measureLimits().operationsPerSecond())
                .toList();
    }

    private ScalingReport.Point point(List<Backend> backends, int batch, int hidden) {
        progress.accept("training step, batch " + batch + ", " + hidden + " hidden units");
        NetworkSpec spec =
                NetworkSpec.classifier(data.columns(), List.of(hidden), Activation.RELU.function(), data.classes());
        List<Workload> workloads = new ArrayList<>();
        try {
            for (Backend backend : backends) {
                TrainingRun run = new TrainingRun(backend, spec, data, batch, new UpdateRule.Sgd(0), LEARNING_RATE);
                workloads.add(Workload.of(run::run, run::close));
            }
            return new ScalingReport.Point(batch, hidden, new Stopwatch(rounds).time(workloads));
        } finally {
            workloads.forEach(Workload::close);
        }
    }
}
