package dev.atelier.engine.training;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network on a backend by mini-batch gradient descent.
 *
 * <p>The training data lie on the device for the whole run, and the loop enqueues steps without waiting for them. The same seed,
 * settings, data and backend give the same bits.
 */
public final class Trainer implements AutoCloseable {
    /** Reading the losses makes the loop wait, so it happens this seldom. */
    private static final double SECONDS_BETWEEN_REPORTS = 0.1;

    private static final int FIRST_LOSSES = 10;

    private final Backend backend;
    private final NetworkSpec spec;
    private final TrainingSettings settings;
    private final Arena model;
    private final ParameterSet parameters;
    private final @Nullable ParameterSet best;
    private final TrainingSteps steps;
    private final @Nullable Evaluator validation;
    private final @Nullable Evaluator test;
    private final int[] order;
    private final float[] losses;

    private final List<EpochResult> history = new ArrayList<>();
    private final List<Float> firstLosses = new ArrayList<>();
    private volatile boolean stopRequested;
    private @Nullable StopReason stopReason;
    private double trainSeconds;
    private long samples;
    private long stepsDone;

    /**
     * Puts the data and freshly initialised weights on the device.
     *
     * @param validation held-out data for {@link StoppingRules#patience()}, or null
     * @param test data that each epoch is evaluated on, or null
     * @throws IllegalArgumentException if a data set does not fit the network, or a stopping rule lacks the data it needs
     */
    public Trainer(
            Backend backend,
            NetworkSpec spec,
            TrainingSettings settings,
            Dataset training,
            @Nullable Dataset validation,
            @Nullable Dataset test) {
        this.backend = backend;
        this.spec = spec;
        this.settings = settings;
        checkData(training, validation, test);
        this.model = backend.arena("model");
        this.parameters = ParameterSet.allocate(model, "parameters", spec);
        parameters.write(NetworkWeights.initial(spec, settings.initialization(), settings.seed()));
        this.best = settings.stopping().patience() > 0 ? ParameterSet.allocate(model, "best parameters", spec) : null;
        this.steps =
                new TrainingSteps(model, spec, parameters, DeviceDataset.upload(model, "training", training), settings);
        this.validation = evaluator("validation", validation);
        this.test = evaluator("test", test);
        this.order = new int[training.size()];
        this.losses = new float[steps.stepsPerEpoch()];
    }

    private void checkData(Dataset training, @Nullable Dataset validation, @Nullable Dataset test) {
        for (Dataset data : new Dataset[] {training, validation, test}) {
            if (data != null && (data.columns() != spec.inputs() || data.classes() > spec.outputs())) {
                throw new IllegalArgumentException("network " + spec + " does not fit data of " + data.columns()
                        + " features and " + data.classes() + " classes");
            }
        }
        if (settings.stopping().patience() > 0 && validation == null) {
            throw new IllegalArgumentException("patience needs held-out validation data");
        }
        if (settings.stopping().targetAccuracy() > 0 && test == null) {
            throw new IllegalArgumentException("a target accuracy needs test data");
        }
    }

    private @Nullable Evaluator evaluator(String label, @Nullable Dataset data) {
        return data == null
                ? null
                : new Evaluator(backend, spec, parameters, settings.loss(), DeviceDataset.upload(model, label, data));
    }

    /** Asks the run to stop after the current step; may be called from any thread. */
    public void requestStop() {
        stopRequested = true;
    }

    /** Waits and returns the current weights. */
    public NetworkWeights weights() {
        return parameters.read(spec);
    }

    /**
     * Trains until the last epoch is done or a stopping rule holds.
     *
     * @throws TrainingDivergedException if the loss becomes NaN or infinite
     * @throws IllegalStateException if the trainer was run before
     */
    public TrainingResult run(TrainingListener listener) {
        if (!history.isEmpty()) {
            throw new IllegalStateException("run: a trainer runs once");
        }
        Patience patience = new Patience(settings.stopping().patience());
        for (int epoch = 1; stopReason == null; epoch++) {
            EpochResult result = runEpoch(epoch, listener);
            history.add(result);
            listener.onEpoch(result);
            decide(epoch, result, patience);
        }
        return new TrainingResult(
                history, stopReason, firstLosses, stepsDone, samples, trainSeconds, finalEvaluation());
    }

    /** Sets the reason to stop after an epoch, and keeps the best weights where patience needs them. */
    private void decide(int epoch, EpochResult result, Patience patience) {
        StoppingRules rules = settings.stopping();
        if (best != null && result.validation() != null) {
            if (patience.improved(result.validation())) {
                backend.ops().copy(parameters.whole(), best.whole());
            } else if (stopReason == null && patience.exhausted()) {
                stopReason = StopReason.PATIENCE;
                backend.ops().copy(best.whole(), parameters.whole());
            }
        }
        if (stopReason != null) {
            return;
        }
        if (rules.targetAccuracy() > 0 && result.test() != null && result.test().accuracy() >= rules.targetAccuracy()) {
            stopReason = StopReason.TARGET;
        } else if (epoch == settings.epochs()) {
            stopReason = StopReason.EPOCHS;
        }
    }

    private @Nullable Evaluation finalEvaluation() {
        if (test == null) {
            return null;
        }
        return stopReason == StopReason.PATIENCE
                ? test.run()
                : history.get(history.size() - 1).test();
    }

    private EpochResult runEpoch(int epoch, TrainingListener listener) {
        startEpoch(epoch);
        long started = System.nanoTime();
        long reported = started;
        long epochSamples = 0;
        int step = 0;
        while (step < steps.stepsPerEpoch() && stopReason == null) {
            epochSamples += steps.samplesOf(step);
            runStep(step++);
            long now = System.nanoTime();
            if (stepsDone == 1 || seconds(reported, now) > SECONDS_BETWEEN_REPORTS) {
                report(epoch, step, epochSamples, started, listener);
                reported = System.nanoTime();
            }
            checkTimeAndInterrupt(trainSeconds + seconds(started, now));
        }
        double loss = report(epoch, step, epochSamples, started, listener);
        double epochSeconds = seconds(started, System.nanoTime());
        if (epoch == 1) {
            for (int i = 0; i < Math.min(FIRST_LOSSES, step); i++) {
                firstLosses.add(losses[i]);
            }
        }
        trainSeconds += epochSeconds;
        samples += epochSamples;
        return new EpochResult(
                epoch,
                loss,
                test == null ? null : test.run(),
                validation == null ? null : validation.run(),
                epochSeconds,
                epochSamples);
    }

    private void startEpoch(int epoch) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        new CounterRandom(settings.seed(), Purpose.SHUFFLE, epoch).shuffle(order);
        float[] rates = new float[steps.stepsPerEpoch()];
        long planned = (long) settings.epochs() * rates.length;
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (float) settings.schedule().at((epoch - 1L) * rates.length + i, planned);
        }
        steps.startEpoch(order, rates);
    }

    private void runStep(int step) {
        stepsDone++;
        if (!steps.measurable(step) || stepsDone % Math.min(StoppingRules.MEASURE_EVERY, steps.fullSteps()) != 0) {
            steps.run(step);
            return;
        }
        TrainingSteps.Measurement measurement = steps.measure();
        StoppingRules rules = settings.stopping();
        if (measurement.gradientNorm() < rules.gradientNorm()) {
            stopReason = StopReason.GRAD_NORM;
        } else if (measurement.weightChange() < rules.weightChange()) {
            stopReason = StopReason.WEIGHT_CHANGE;
        }
    }

    private void checkTimeAndInterrupt(double secondsSoFar) {
        if (stopReason != null) {
            return;
        }
        double limit = settings.stopping().maxSeconds();
        if (stopRequested) {
            stopReason = StopReason.INTERRUPT;
        } else if (limit > 0 && secondsSoFar >= limit) {
            stopReason = StopReason.TIME;
        }
    }

    /** Waits for the steps so far, tells the listener, and returns the epoch's mean loss over samples. */
    private double report(int epoch, int step, long epochSamples, long started, TrainingListener listener) {
        steps.readLosses(losses);
        double sum = 0;
        for (int i = 0; i < step; i++) {
            if (!Float.isFinite(losses[i])) {
                throw new TrainingDivergedException((epoch - 1L) * steps.stepsPerEpoch() + i + 1, losses[i]);
            }
            sum += (double) losses[i] * steps.samplesOf(i);
        }
        double loss = sum / epochSamples;
        double elapsed = seconds(started, System.nanoTime());
        double speed = epochSamples / elapsed;
        double samplesLeft = (settings.epochs() - epoch + 1.0) * order.length - epochSamples;
        listener.onProgress(new TrainingProgress(
                epoch, settings.epochs(), step, steps.stepsPerEpoch(), loss, speed, samplesLeft / speed));
        return loss;
    }

    private static double seconds(long from, long to) {
        return (to - from) * 1e-9;
    }

    /** Frees what the trainer holds on the device; the backend stays open. */
    @Override
    public void close() {
        steps.close();
        for (Evaluator evaluator : new @Nullable Evaluator[] {validation, test}) {
            if (evaluator != null) {
                evaluator.close();
            }
        }
        model.close();
    }

    /** Counts epochs without a lower error on held-out data. */
    private static final class Patience {
        private final int limit;
        private int fewestErrors = Integer.MAX_VALUE;
        private int epochsWithout;

        Patience(int limit) {
            this.limit = limit;
        }

        boolean improved(Evaluation evaluation) {
            int errors = evaluation.samples() - evaluation.correct();
            if (errors < fewestErrors) {
                fewestErrors = errors;
                epochsWithout = 0;
                return true;
            }
            epochsWithout++;
            return false;
        }

        boolean exhausted() {
            return epochsWithout >= limit;
        }
    }
}
