package dev.atelier.engine.training;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network on a backend by mini-batch gradient descent.
 *
 * <p>The training data lie on the device for the whole run, and the loop enqueues steps without waiting for them. The same seed,
 * settings, data and backend give the same bits.
 */
public final class Trainer implements AutoCloseable {
    private final Backend backend;
    private final NetworkSpec spec;
    private final TrainingSettings settings;
    private final Arena model;
    private final ParameterSet parameters;
    private final @Nullable ParameterSet best;
    private final TrainingSteps steps;
    private final @Nullable Evaluator validation;
    private final @Nullable Evaluator test;
    private final int samples;
    private final RunningLog log;
    private final EpochLoop loop;
    private boolean hasRun;

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
        parameters.write(initialWeights());
        this.best = settings.stopping().patience() > 0 ? ParameterSet.allocate(model, "best parameters", spec) : null;
        this.steps =
                new TrainingSteps(model, spec, parameters, DeviceDataset.upload(model, "training", training), settings);
        this.validation = evaluator("validation", validation);
        this.test = evaluator("test", test);
        this.samples = training.size();
        this.log = new RunningLog(settings.stopping().patience());
        this.loop = new EpochLoop(settings, steps, log, samples);
    }

    private void checkData(Dataset training, @Nullable Dataset validation, @Nullable Dataset test) {
        for (Dataset data : new Dataset[] {training, validation, test}) {
            if (data != null && (data.columns() != spec.inputs() || data.classes() > spec.outputs())) {
                throw new IllegalArgumentException("network " + spec + " does not fit data of " + data.columns()
                        + " features and " + data.classes() + " classes");
            }
        }
        for (Dataset data : new Dataset[] {training, validation, test}) {
            if (data != null && data.targets() != null && settings.loss() != Loss.MEAN_SQUARED_ERROR) {
                throw new IllegalArgumentException(
                        "targets that are numbers need the loss " + Loss.MEAN_SQUARED_ERROR.label() + ", not "
                                + settings.loss().label());
            } else if (data != null
                    && data.targets() != null
                    && settings.stopping().countsErrors()) {
                throw new IllegalArgumentException(
                        "patience and a target accuracy need classes, not numbers, as targets");
            }
        }
        if (settings.stopping().patience() > 0 && validation == null) {
            throw new IllegalArgumentException("patience needs held-out validation data");
        }
        if (settings.stopping().targetAccuracy() > 0 && test == null) {
            throw new IllegalArgumentException("a target accuracy needs test data");
        }
    }

    private NetworkWeights initialWeights() {
        NetworkWeights start = settings.start();
        if (start == null) {
            return NetworkWeights.initial(spec, settings.initialization(), settings.seed());
        }
        if (!start.spec().widths().equals(spec.widths())) {
            throw new IllegalArgumentException(
                    "network " + spec + " can't start from the weights of network " + start.spec());
        }
        return start;
    }

    private @Nullable Evaluator evaluator(String label, @Nullable Dataset data) {
        return data == null
                ? null
                : new Evaluator(
                        backend, spec, steps.result(), settings.loss(), DeviceDataset.upload(model, label, data));
    }

    /** Asks the run to stop after the current step; may be called from any thread. */
    public void requestStop() {
        loop.requestStop();
    }

    /** Waits and returns the current weights, or their moving average where the settings ask for it. */
    public NetworkWeights weights() {
        return steps.result().read(spec);
    }

    /**
     * Waits and returns where the run stands; allowed on the training thread before, after and, from a listener, during a run.
     *
     * @throws TrainingDivergedException if the loss of a step was NaN or infinite
     */
    public TrainingState state() {
        backend.synchronize();
        boolean running = log.epochTime().stop();
        if (log.epochSteps() > 0) {
            loop.readLosses();
        }
        Map<String, NetworkWeights> tensors = new LinkedHashMap<>();
        stateTensors().forEach((name, set) -> tensors.put(name, set.read(spec)));
        TrainingState state =
                new TrainingState(settings.seed(), samples, settings.batchSize(), log.snapshot(loop.losses()), tensors);
        if (running) {
            log.epochTime().start();
        }
        return state;
    }

    /**
     * Goes to where an interrupted run stood, before {@link #run}. The run then ends as the other would have. With more epochs than
     * that was to have, the learning rates from here on are those of the longer run.
     *
     * @throws IllegalArgumentException if the state is that of another network, seed, batch size or number of samples, or of a run
     *     with another optimiser, or if it has more epochs behind it than this run is to have
     * @throws IllegalStateException if the trainer was run before
     */
    public void restore(TrainingState state) {
        requireNotRun("restore");
        Map<String, ParameterSet> own = stateTensors();
        state.checkFits(spec, settings, samples, own.keySet());
        state.tensors()
                .forEach(
                        (name, weights) -> Objects.requireNonNull(own.get(name)).write(weights));
        log.restore(state.log(), loop.losses());
        steps.continueAfter(log.steps() - log.epochSteps());
    }

    /** Returns by name all that a step or an epoch carries over to the next. */
    private Map<String, ParameterSet> stateTensors() {
        Map<String, ParameterSet> tensors = new LinkedHashMap<>();
        tensors.put(TrainingState.PARAMETERS, parameters);
        tensors.putAll(steps.state());
        if (best != null) {
            tensors.put("best", best);
        }
        return tensors;
    }

    private void requireNotRun(String operation) {
        if (hasRun) {
            throw new IllegalStateException(operation + ": a trainer runs once");
        }
    }

    /** Trains without saving the state on the way; see {@link #run(TrainingListener, StateSaver)}. */
    public TrainingResult run(TrainingListener listener) {
        return run(listener, null);
    }

    /**
     * Trains until the last epoch is done or a stopping rule holds.
     *
     * @param saver is given the run's state as often as it asks for it, at the end of each epoch, and when the run stops in the
     *     middle of one; null if nobody wants it
     * @throws TrainingDivergedException if the loss becomes NaN or infinite
     * @throws IllegalStateException if the trainer was run before
     */
    public TrainingResult run(TrainingListener listener, @Nullable StateSaver saver) {
        requireNotRun("run");
        hasRun = true;
        List<EpochResult> results = new ArrayList<>(log.history());
        if (!results.isEmpty() && log.epochSteps() == 0) {
            decide(results.get(results.size() - 1));
        }
        while (loop.stopReason() == null) {
            EpochResult result = runEpoch(listener, saver);
            results.add(result);
            boolean whole = loop.isEpochDone();
            if (whole) {
                finishEpoch(result);
            }
            listener.onEpoch(result);
            if (whole) {
                save(saver);
                decide(result);
            }
        }
        return result(results, Objects.requireNonNull(loop.stopReason()));
    }

    private TrainingResult result(List<EpochResult> results, StopReason reason) {
        Evaluation last = results.get(results.size() - 1).test();
        if (best != null && reason == StopReason.PATIENCE) {
            backend.ops().copy(best.whole(), steps.result().whole());
            last = test == null ? null : test.run();
        }
        return new TrainingResult(
                results,
                reason,
                log.firstLosses(),
                log.steps(),
                results.stream().mapToLong(EpochResult::samples).sum(),
                results.stream().mapToDouble(EpochResult::seconds).sum(),
                last);
    }

    private void finishEpoch(EpochResult result) {
        log.finishEpoch(result);
        if (best != null && result.validation() != null && log.patience().improved(result.validation())) {
            backend.ops().copy(steps.result().whole(), best.whole());
        }
    }

    private void save(@Nullable StateSaver saver) {
        if (saver == null) {
            return;
        }
        backend.synchronize();
        boolean running = log.epochTime().stop();
        TrainingState state = state();
        // Weights that are not finite show in the next step's loss, and the state before them is the one to keep.
        if (state.isFinite()) {
            saver.save(state);
        }
        if (running) {
            log.epochTime().start();
        }
    }

    /** Stops between two epochs if there is a reason to. */
    private void decide(EpochResult last) {
        StoppingRules rules = settings.stopping();
        if (loop.stopReason() != null) {
            return;
        }
        if (best != null && log.patience().exhausted()) {
            loop.stop(StopReason.PATIENCE);
        } else if (rules.targetAccuracy() > 0
                && last.test() != null
                && last.test().accuracy() >= rules.targetAccuracy()) {
            loop.stop(StopReason.TARGET);
        } else if (log.history().size() == settings.epochs()) {
            loop.stop(StopReason.EPOCHS);
        } else {
            loop.checkTimeAndInterrupt(log.secondsBefore());
        }
    }

    private EpochResult runEpoch(TrainingListener listener, @Nullable StateSaver saver) {
        double loss = loop.run(listener, new EpochLoop.Pause() {
            @Override
            public void between(boolean last) {
                if (last || isDue(log.steps())) {
                    save(saver);
                }
            }

            @Override
            public boolean isDue(long stepsDone) {
                return saver != null && saver.isDue(stepsDone);
            }
        });
        return new EpochResult(
                log.epoch(),
                loss,
                test == null ? null : test.run(),
                validation == null ? null : validation.run(),
                log.epochTime().seconds(),
                loop.epochSamples());
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
}
