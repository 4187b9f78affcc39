package dev.atelier.bench.scaling;

import dev.atelier.bench.OtherLoad;
import dev.atelier.bench.Sample;
import dev.atelier.bench.Stopwatch;
import dev.atelier.bench.TrainingRun;
import dev.atelier.bench.Workload;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures training steps of growing size on all devices, in turn. */
final class Scaling {
    /** Small enough that training stays finite at any width, however many steps it takes. */
    private static final double LEARNING_RATE = 0.01;

    /** How often the peaks are measured, in turn. */
    private static final int PEAKS = 3;

    private final ScalingSettings settings;
    private final List<Contender> contenders;
    private final Dataset training;
    private final Consumer<String> progress;

    /**
     * Prepares measuring.
     *
     * @param contenders open, and owned by the calling thread
     * @param progress is told what is being measured
     */
    Scaling(ScalingSettings settings, List<Contender> contenders, Dataset training, Consumer<String> progress) {
        this.settings = settings;
        this.contenders = List.copyOf(contenders);
        this.training = training;
        this.progress = progress;
    }

    /** Measures everything. */
    ScalingReport run(String dataset) {
        OtherLoad load = OtherLoad.watch();
        progress.accept("warm-up");
        // Not counted: the first seconds of a process are slower, however long a single measurement warms up.
        measure(contenders, ScalingSettings.BATCH, ScalingSettings.HIDDEN);
        List<Series> byBatch = series();
        settings.batchSizes().forEach(batch -> step(byBatch, batch, ScalingSettings.HIDDEN));
        List<Series> byHidden = series();
        settings.hiddenSizes().forEach(hidden -> step(byHidden, ScalingSettings.BATCH, hidden));
        return new ScalingReport(dataset, byBatch, byHidden, byThreads(), load.processors());
    }

    private List<Series> series() {
        return Contender.ofDevices(contenders).stream()
                .map(contender -> new Series(contender.label()))
                .toList();
    }

    private void step(List<Series> series, int batch, int hidden) {
        progress.accept("batch " + batch + ", " + hidden + " hidden units");
        List<Sample> seconds = measure(Contender.ofDevices(contenders), batch, hidden);
        for (int i = 0; i < seconds.size(); i++) {
            series.get(i).add(new Series.Point(batch, hidden, seconds.get(i)));
        }
    }

    /** The peaks are measured on both sides of the steps, so that they tell if the machine has changed meanwhile. */
    private @Nullable ThreadScaling byThreads() {
        List<Contender> cpus = Contender.byThreads(contenders);
        if (cpus.isEmpty()) {
            return null;
        }
        double[][] peaks = new double[cpus.size()][2 * PEAKS];
        peaks(cpus, peaks, 0);
        progress.accept("threads");
        List<Sample> seconds = measure(cpus, ScalingSettings.BATCH, ScalingSettings.HIDDEN);
        peaks(cpus, peaks, PEAKS);
        List<ThreadScaling.Point> points = new ArrayList<>();
        for (int i = 0; i < cpus.size(); i++) {
            points.add(new ThreadScaling.Point(cpus.get(i).threads(), seconds.get(i), new Sample(peaks[i])));
        }
        return new ThreadScaling(points);
    }

    private void peaks(List<Contender> cpus, double[][] peaks, int from) {
        progress.accept("peak");
        for (int i = from; i < from + PEAKS; i++) {
            for (int cpu = 0; cpu < cpus.size(); cpu++) {
                peaks[cpu][i] = cpus.get(cpu).backend().measureLimits().operationsPerSecond();
            }
        }
    }

    private List<Sample> measure(List<Contender> measured, int batch, int hidden) {
        NetworkSpec spec = NetworkSpec.classifier(
                training.columns(), List.of(hidden), Activation.RELU.function(), training.classes());
        Dataset whole = TrainingRun.wholeBatches(training, batch);
        List<Workload> workloads = new ArrayList<>();
        try {
            measured.forEach(contender -> workloads.add(
                    new TrainingRun(contender.backend(), spec, whole, batch, new UpdateRule.Sgd(0), LEARNING_RATE)));
            return new Stopwatch(settings.rounds()).time(workloads);
        } finally {
            workloads.forEach(Workload::close);
        }
    }
}
