package dev.atelier.engine.training;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.augmentation.Distortions;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.BackwardPass;
import dev.atelier.engine.network.ForwardPass;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.network.Regularization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The recorded steps of one epoch and the tensors they work on. All that changes from step to step lies on the device: the
 * order of the samples, the learning rates, and the step number that both are read by.
 */
public final class TrainingSteps implements AutoCloseable {
    private final Backend backend;
    private final Arena arena;
    private final DeviceDataset data;
    private final int batchSize;
    private final int stepsPerEpoch;
    private final ParameterSet parameters;
    private final ParameterSet gradients;
    private final List<ParameterSet> state = new ArrayList<>();
    private final UpdateRule rule;
    private final NetworkSpec spec;
    private final Loss loss;

    private final @Nullable Distortions distortions;
    private final long seed;

    private final Tensor order;
    private final Tensor step;
    private final Tensor losses;
    private final Tensor epoch;
    private final LearningRate learningRate;
    private final RowSelection rows;
    private final Regularization regularization;
    private final float clipNorm;
    private final boolean persistent;
    private final Tensor gradientSquares;
    private final @Nullable WeightAverage average;

    private final Plan fullStep;
    private final @Nullable Plan tailStep;
    private final @Nullable MeasuredStep measuredStep;
    private final int[] number = new int[1];
    private long stepsDone;

    /**
     * Records the steps.
     *
     * @param model where gradients and optimiser state are kept; it belongs to the backend that computes
     * @param parameters updated by each step
     * @param data one epoch passes over it once
     * @throws IllegalArgumentException if the settings distort images and the data are none of that size
     */
    public TrainingSteps(
            Arena model, NetworkSpec spec, ParameterSet parameters, DeviceDataset data, TrainingSettings settings) {
        this.backend = model.backend();
        this.spec = spec;
        this.data = data;
        this.parameters = parameters;
        this.loss = settings.loss();
        this.rule = settings.rule();
        this.batchSize = Math.min(settings.batchSize(), data.size());
        this.stepsPerEpoch = (data.size() + batchSize - 1) / batchSize;
        this.seed = settings.seed();
        this.distortions = distortions(model, settings.augmentation(), data);
        this.gradients = ParameterSet.allocate(model, "gradients", spec);
        for (int i = 0; i < rule.stateTensors(); i++) {
            state.add(ParameterSet.allocate(model, "optimiser state " + i, spec));
        }
        this.arena = backend.arena("step");
        this.order = arena.allocate("order", DType.I32, 1, data.size());
        this.step = arena.allocate("step", DType.I32, 1, 1);
        this.epoch = arena.allocate("epoch", DType.I32, 1, 1);
        this.losses = arena.allocate("losses", DType.F32, 1, stepsPerEpoch);
        this.learningRate = new LearningRate(
                arena.allocate("learning rates", DType.F32, rule.coefficientCount(), stepsPerEpoch), step);
        this.rows = new RowSelection(data.features(), order, step, batchSize);
        this.regularization = new Regularization(settings.dropout(), settings.labelSmoothing(), settings.seed(), epoch);
        this.clipNorm = (float) settings.clipNorm();
        this.persistent = settings.persistent();
        this.gradientSquares = arena.allocate("gradient norm", DType.F32, 1, 1);
        this.average = settings.averageDecay() == 0
                ? null
                : new WeightAverage(model, arena, spec, parameters, settings.averageDecay(), step, stepsPerEpoch);

        Pass full = pass(batchSize);
        this.fullStep = step(full);
        int tail = data.size() % batchSize;
        this.tailStep = tail == 0 ? null : step(pass(tail));
        this.measuredStep = settings.stopping().measuresSteps() ? new MeasuredStep(full) : null;
    }

    private static @Nullable Distortions distortions(
            Arena model, @Nullable Augmentation augmentation, DeviceDataset data) {
        if (augmentation == null) {
            return null;
        }
        int pixels = augmentation.height() * augmentation.width();
        if (data.features().dtype() != DType.U8 || data.features().columns() != pixels) {
            throw new IllegalArgumentException("augmentation of images of " + augmentation.height() + " x "
                    + augmentation.width() + " pixels needs a byte for each, but the data are " + data.features());
        }
        return Distortions.upload(model, augmentation);
    }

    private record Pass(InputBatch input, ForwardPass forward, BackwardPass backward) {
        void forward(Ops ops) {
            input.distort(ops);
            forward.run(ops);
        }
    }

    private Pass pass(int size) {
        InputBatch input = new InputBatch(arena, rows, size, distortions);
        ForwardPass forward = new ForwardPass(
                arena, spec, parameters, loss, data, rows, input.features(), size, true, regularization);
        return new Pass(input, forward, new BackwardPass(arena, forward));
    }

    private Plan step(Pass pass) {
        if (clipNorm > 0) {
            // The norm is that of all gradients together, so no layer can be updated before all are known.
            List<Tensor> wholeState = state.stream().map(ParameterSet::whole).toList();
            return backend.record(ops -> {
                unfusedUpdate(ops, pass, wholeState);
                finish(ops, pass);
            });
        }
        return fusedStep(pass);
    }

    private void unfusedUpdate(Ops ops, Pass pass, List<Tensor> wholeState) {
        pass.forward(ops);
        pass.backward.gradients(ops, gradients);
        ops.sumOfSquares(gradients.whole(), gradientSquares);
        if (clipNorm > 0) {
            ops.clipNorm(gradients.whole(), gradientSquares, clipNorm);
        }
        ops.update(rule, learningRate, parameters.whole(), gradients.whole(), wholeState);
    }

    private void finish(Ops ops, Pass pass) {
        if (average != null) {
            average.step(ops);
        }
        ops.recordMean(pass.forward.rowLoss(), losses, step);
        ops.advance(step);
    }

    private Plan fusedStep(Pass pass) {
        List<LayerUpdate> updates = new ArrayList<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            List<LayerTensors> layerState = new ArrayList<>();
            for (ParameterSet set : state) {
                layerState.add(set.layers().get(i));
            }
            updates.add(new LayerUpdate(
                    rule,
                    learningRate,
                    parameters.layers().get(i),
                    gradients.layers().get(i),
                    layerState));
        }
        Consumer<Ops> step = ops -> {
            pass.forward(ops);
            pass.backward.update(ops, updates);
            finish(ops, pass);
        };
        return persistent ? backend.recordRepeated(step) : backend.record(step);
    }

    /**
     * Enqueues the start of an epoch.
     *
     * @param sampleOrder a permutation of {@code 0 .. samples - 1}
     * @param rates the learning rate of each step; what else the optimiser needs follows from it and from the steps done so far
     */
    public void startEpoch(int[] sampleOrder, float[] rates) {
        backend.write(order, sampleOrder);
        backend.write(learningRate.table(), LearningRate.tableOf(rule, rates, stepsDone));
        int epochNumber = Math.toIntExact(stepsDone / stepsPerEpoch + 1);
        if (average != null) {
            average.startEpoch(stepsDone);
        }
        if (distortions != null) {
            distortions.startEpoch(seed, epochNumber);
        }
        write(epoch, epochNumber);
        write(step, 0);
    }

    /**
     * Takes over a run that has done so many steps; called before {@link #startEpoch}, once what {@link #state()} names has been
     * written.
     */
    public void continueAfter(long steps) {
        stepsDone = steps;
    }

    /**
     * Enqueues the jump over the first steps of the epoch that was just started, as if they had been run.
     *
     * @param count how many
     * @param lossesSoFar of {@link #stepsPerEpoch()} elements, those of the steps jumped over first
     */
    public void skipTo(int count, float[] lossesSoFar) {
        backend.write(losses, lossesSoFar);
        write(step, count);
        stepsDone += count;
    }

    private void write(Tensor scalar, int value) {
        number[0] = value;
        backend.write(scalar, number);
    }

    /** Enqueues step {@code stepNumber} of the epoch, counted from 0; steps come in their order. */
    public void run(int stepNumber) {
        run(stepNumber, 1);
    }

    /** Enqueues {@code count} steps from {@code stepNumber} on, which {@link #together} allows. */
    void run(int stepNumber, int count) {
        stepsDone += count;
        Plan plan = tailStep != null && stepNumber == stepsPerEpoch - 1 ? tailStep : fullStep;
        if (persistent) {
            plan.run(count);
        } else {
            plan.run();
        }
    }

    /** Returns how many steps from {@code stepNumber} on can be run together, at most {@code most}; 1 unless a launch does many. */
    int together(int stepNumber, int most) {
        int whole = fullSteps() - stepNumber;
        return persistent && whole > 0 ? Math.min(most, whole) : 1;
    }

    /** Whether step {@code stepNumber} of the epoch has a full batch and can be {@link #measure measured}. */
    public boolean measurable(int stepNumber) {
        return measuredStep != null && (tailStep == null || stepNumber < stepsPerEpoch - 1);
    }

    /** Runs a step, waits, and returns what it did. */
    public Measurement measure() {
        if (measuredStep == null) {
            throw new IllegalStateException("steps are not measured in this run");
        }
        stepsDone++;
        return measuredStep.run();
    }

    /** Waits and copies the losses of the epoch's steps; those not yet run hold an older epoch's. */
    public void readLosses(float[] target) {
        backend.read(losses, target);
    }

    /**
     * Returns by name what a run that goes on later needs beside the parameters, in an order that never changes. All else follows
     * from the settings and from {@link #stepsDone()}.
     */
    public Map<String, ParameterSet> state() {
        Map<String, ParameterSet> named = new LinkedHashMap<>();
        for (int i = 0; i < state.size(); i++) {
            named.put("optimizer." + i, state.get(i));
        }
        if (average != null) {
            named.put("average", average.parameters());
        }
        return named;
    }

    /** Returns the parameters to be evaluated and kept: their moving average where there is one, else they themselves. */
    public ParameterSet result() {
        return average == null ? parameters : average.parameters();
    }

    /** Returns the steps run so far; the optimiser's bias correction depends on it. */
    public long stepsDone() {
        return stepsDone;
    }

    /** Returns the number of steps of an epoch; the last one's batch may be smaller. */
    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /** Returns the steps of an epoch that have a full batch, at least 1. */
    int fullSteps() {
        return data.size() / batchSize;
    }

    /** Returns the samples of step {@code stepNumber}. */
    public int samplesOf(int stepNumber) {
        return Math.min(batchSize, data.size() - stepNumber * batchSize);
    }

    @Override
    public void close() {
        fullStep.close();
        if (tailStep != null) {
            tailStep.close();
        }
        if (measuredStep != null) {
            measuredStep.plan.close();
        }
        arena.close();
    }

    /** What one step did: the Euclidean norms of the batch's gradient, before it is clipped, and of the change of all parameters. */
    public record Measurement(double gradientNorm, double weightChange) {}

    /** The same step unfused, with the gradient kept and the change of the weights measured. */
    private final class MeasuredStep {
        private final Tensor changeSquares = arena.allocate("weight change", DType.F32, 1, 1);
        private final ParameterSet previous = ParameterSet.allocate(arena, "previous parameters", spec);
        private final float[] value = new float[1];
        private final Plan plan;

        MeasuredStep(Pass pass) {
            List<Tensor> wholeState = state.stream().map(ParameterSet::whole).toList();
            this.plan = backend.record(ops -> {
                ops.copy(parameters.whole(), previous.whole());
                unfusedUpdate(ops, pass, wholeState);
                ops.squaredDistance(parameters.whole(), previous.whole(), changeSquares);
                finish(ops, pass);
            });
        }

        Measurement run() {
            plan.run();
            return new Measurement(norm(gradientSquares), norm(changeSquares));
        }

        private double norm(Tensor squares) {
            backend.read(squares, value);
            return Math.sqrt(value[0]);
        }
    }
}
