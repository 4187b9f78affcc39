package dev.atelier.bench.compare;

import dev.atelier.bench.EpochRun;
import dev.atelier.bench.GemmRun;
import dev.atelier.bench.Product;
import dev.atelier.bench.Sample;
import dev.atelier.bench.Stopwatch;
import dev.atelier.bench.TrainingRun;
import dev.atelier.bench.Workload;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.StoppingRules;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingResult;
import dev.atelier.engine.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Measures the same work on several open backends, alternating between them. */
final class Comparison {
    private static final double LEARNING_RATE = 0.1;
    private static final float MOMENTUM = 0.9f;
    private static final double WARM_UP = 0.05;
    private static final int TRAINING_BATCH = 128;

    /** How often the time to the target is taken: each is a whole training run. */
    private static final int TARGET_RUNS = 3;

    private final CompareSettings settings;
    private final List<Backend> backends;
    private final @Nullable Backend dense;
    private final Dataset training;
    private final Dataset test;
    private final Consumer<String> progress;
    private final List<DeviceReport> reports = new ArrayList<>();

    /**
     * Prepares the comparison.
     *
     * @param backends open, and owned by the calling thread
     * @param dense the cpu backend once more, with dense products in each layer, or null; only epochs are measured on it
     * @param progress is told what is being measured
     */
    Comparison(
            CompareSettings settings,
            List<Backend> backends,
            @Nullable Backend dense,
            Dataset training,
            Dataset test,
            Consumer<String> progress) {
        this.settings = settings;
        this.backends = List.copyOf(backends);
        this.dense = dense;
        this.training = training;
        this.test = test;
        this.progress = progress;
        backends.forEach(backend -> reports.add(new DeviceReport(backend.device(), backend.description())));
    }

    /** Measures everything and returns a report for each backend, in their order. */
    List<DeviceReport> run() {
        limits();
        for (int batch : settings.batchSizes()) {
            for (Product product : Product.values()) {
                if (product != Product.SQUARE) {
                    product(product, batch);
                }
            }
        }
        settings.squares().forEach(side -> product(Product.SQUARE, side));
        limits();
        settings.batchSizes().forEach(this::step);
        limits();
        epoch();
        timeToTarget();
        shareLimits();
        return reports;
    }

    private void limits() {
        progress.accept("peak and bandwidth");
        for (int i = 0; i < reports.size(); i++) {
            reports.get(i).addLimits(backends.get(i).measureLimits());
        }
    }

    private void product(Product product, int batch) {
        progress.accept(product.label() + ", " + product.at(batch));
        measure(
                backend -> new GemmRun(backend, product.at(batch)),
                (report, seconds) -> report.addProduct(product, batch, seconds));
    }

    private void step(int batch) {
        progress.accept("training step, batch " + batch);
        NetworkSpec spec = network();
        measure(
                backend -> new TrainingRun(
                        backend,
                        spec,
                        TrainingRun.wholeBatches(training, batch),
                        batch,
                        new UpdateRule.Sgd(0),
                        LEARNING_RATE),
                (report, seconds) ->
                        report.addStep(new DeviceReport.StepTime(batch, batch * operationsPerSample(), seconds)));
    }

    /** Forward and the gradient of the weights in both layers, the gradient of the input in the second one. */
    private double operationsPerSample() {
        return settings.hidden() * (4.0 * training.columns() + 6.0 * training.classes());
    }

    private void epoch() {
        progress.accept("epoch, batch " + TRAINING_BATCH);
        NetworkSpec spec = network();
        List<Backend> all = new ArrayList<>(backends);
        if (dense != null) {
            all.add(dense);
        }
        List<Sample> seconds = times(
                all,
                backend -> new EpochRun(new TrainingRun(
                        backend, spec, training, TRAINING_BATCH, new UpdateRule.Sgd(0), LEARNING_RATE)));
        for (int i = 0; i < reports.size(); i++) {
            Sample timesDense = dense == null ? null : seconds.get(i).over(seconds.get(reports.size()));
            reports.get(i)
                    .setEpoch(new DeviceReport.EpochTime(TRAINING_BATCH, training.size(), seconds.get(i), timesDense));
        }
    }

    private NetworkSpec network() {
        return NetworkSpec.classifier(
                training.columns(), List.of(settings.hidden()), Activation.RELU.function(), training.classes());
    }

    private void measure(Function<Backend, Workload> setUp, BiConsumer<DeviceReport, Sample> record) {
        List<Sample> seconds = times(backends, setUp);
        for (int i = 0; i < seconds.size(); i++) {
            record.accept(reports.get(i), seconds.get(i));
        }
    }

    private List<Sample> times(List<Backend> on, Function<Backend, Workload> setUp) {
        List<Workload> workloads = new ArrayList<>();
        try {
            on.forEach(backend -> workloads.add(setUp.apply(backend)));
            return new Stopwatch(settings.rounds()).time(workloads);
        } finally {
            workloads.forEach(Workload::close);
        }
    }

    /** Trains in turn, as everything else is measured; the runs on one device give the same bits and differ in time only. */
    private void timeToTarget() {
        int runs = Math.min(TARGET_RUNS, settings.rounds());
        double[][] seconds = new double[reports.size()][runs];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < reports.size(); i++) {
                progress.accept("time to " + settings.targetAccuracy() + " on "
                        + reports.get(i).device().id());
                TrainingResult result = train(backends.get(i));
                seconds[i][run] = result.trainSeconds();
                double accuracy = result.test() == null ? 0 : result.test().accuracy();
                reports.get(i)
                        .setTimeToTarget(new DeviceReport.TimeToTarget(
                                new Sample(Arrays.copyOf(seconds[i], run + 1)),
                                result.history().size(),
                                accuracy,
                                accuracy >= settings.targetAccuracy()));
            }
        }
    }

    private TrainingResult train(Backend backend) {
        TrainingSettings run = TrainingSettings.builder()
                .epochs(settings.maxEpochs())
                .batchSize(TRAINING_BATCH)
                .rule(new UpdateRule.Momentum(MOMENTUM, true, 0))
                .schedule(LearningRateSchedule.linear(LEARNING_RATE).withWarmup(WARM_UP))
                .stopping(new StoppingRules(0, 0, 0, settings.targetAccuracy(), 0))
                .build();
        try (Trainer trainer = new Trainer(backend, network(), run, training, null, test)) {
            return trainer.run(TrainingListener.silent());
        }
    }

    /** A driver that runs on the processor is bound by what the processor can do, whoever measured that. */
    private void shareLimits() {
        for (DeviceReport report : reports) {
            if (report.device().kind() == DeviceInfo.Kind.CPU
                    && Double.isNaN(report.peak().median())) {
                reports.stream()
                        .filter(other -> other.device().kind() == DeviceInfo.Kind.CPU)
                        .filter(other -> !Double.isNaN(other.peak().median()))
                        .findFirst()
                        .ifPresent(report::takeLimits);
            }
        }
    }
}
