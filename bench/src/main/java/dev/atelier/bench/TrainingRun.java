package dev.atelier.bench;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.augmentation.Distortions;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.engine.training.TrainingSteps;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Training steps of one network on one backend, verified when they are set up and then run as often as one likes. */
public final class TrainingRun implements Workload {
    /** Backends agree on the first losses within this, besides what the precision of their products adds. */
    private static final double TOLERANCE = 1e-4;

    private static final long SEED = 1;

    private final Backend backend;
    private final Arena model;
    private final TrainingSteps steps;
    private final int[] order;
    private final float[] rates;
    private int next;

    /**
     * Sets up training and verifies the loss of the first batch against double precision.
     *
     * @param learningRate of every step
     * @throws IllegalStateException if the loss is wrong
     */
    public TrainingRun(
            Backend backend, NetworkSpec spec, Dataset data, int batch, UpdateRule rule, double learningRate) {
        this(backend, spec, data, batch, rule, learningRate, null);
    }

    /**
     * Sets up training on distorted images, and verifies the loss of the first batch against double precision, given the images that
     * the backend distorts.
     *
     * @param learningRate of every step
     * @param augmentation how images are distorted, or null for not at all
     * @throws IllegalStateException if the loss is wrong
     */
    public TrainingRun(
            Backend backend,
            NetworkSpec spec,
            Dataset data,
            int batch,
            UpdateRule rule,
            double learningRate,
            @Nullable Augmentation augmentation) {
        this.backend = backend;
        this.model = backend.arena("model");
        ParameterSet parameters = ParameterSet.allocate(model, "parameters", spec);
        NetworkWeights initial = NetworkWeights.initial(spec, null, SEED);
        parameters.write(initial);
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(1)
                .batchSize(batch)
                .rule(rule)
                .schedule(LearningRateSchedule.constant(learningRate))
                .seed(SEED)
                .augmentation(augmentation)
                .build();
        DeviceDataset resident = DeviceDataset.upload(model, "training", data);
        this.steps = new TrainingSteps(model, spec, parameters, resident, settings);
        this.order = IntStream.range(0, data.size()).toArray();
        new CounterRandom(SEED, Purpose.SHUFFLE, 1).shuffle(order);
        this.rates = new float[steps.stepsPerEpoch()];
        Arrays.fill(rates, (float) learningRate);
        run(1);
        float[] losses = new float[steps.stepsPerEpoch()];
        steps.readLosses(losses);
        int[] first = Arrays.copyOf(order, steps.samplesOf(0));
        double expected = augmentation == null
                ? HostLoss.crossEntropy(initial, data, first)
                : HostLoss.crossEntropy(
                        initial,
                        distorted(resident, data, first, augmentation),
                        IntStream.range(0, first.length).toArray());
        if (!(Math.abs(losses[0] - expected) <= (TOLERANCE + backend.precision().productError()) * expected)) {
            throw new IllegalStateException("the first loss of " + spec + " at batch " + batch + " on "
                    + backend.description() + " is " + losses[0] + " instead of " + expected);
        }
    }

    /** Returns these samples as the first epoch sees them. */
    private Dataset distorted(DeviceDataset resident, Dataset data, int[] samples, Augmentation augmentation) {
        int[] labels = Arrays.stream(samples).map(i -> data.labels()[i]).toArray();
        float[] features = new float[samples.length * data.columns()];
        try (Arena arena = backend.arena("distorted samples")) {
            Tensor step = arena.allocate("step", DType.I32, 1, 1);
            Tensor chosen = arena.allocate("chosen", DType.I32, 1, samples.length);
            backend.write(chosen, samples);
            Tensor inTurn = arena.allocate("in turn", DType.I32, 1, samples.length);
            backend.write(inTurn, IntStream.range(0, samples.length).toArray());
            Tensor copies = arena.allocate("copies", DType.U8, samples.length, data.columns());
            Tensor gathered = arena.allocate("gathered", DType.F32, samples.length, data.columns());
            Distortions distortions = Distortions.upload(arena, augmentation);
            distortions.startEpoch(SEED, 1);
            Ops ops = backend.ops();
            ops.distortRows(new RowSelection(resident.features(), chosen, step, 1), distortions.distortion(), copies);
            ops.gatherRows(new RowSelection(copies, inTurn, step, 1), data.scale(), gathered);
            backend.read(gathered, features);
        }
        return Dataset.ofFloats(features, data.columns(), labels, data.classes());
    }

    /** Runs the next {@code times} steps, passing over the data again and again, and waits. */
    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            if (next == 0) {
                steps.startEpoch(order, rates);
            }
            steps.run(next);
            next = (next + 1) % steps.stepsPerEpoch();
        }
        backend.synchronize();
    }

    /** Returns the first samples, as many as fill whole batches: every step is then the same work. */
    public static Dataset wholeBatches(Dataset data, int batch) {
        return batch > data.size() ? data : data.range(0, data.size() / batch * batch);
    }

    /** Returns the number of steps of an epoch. */
    public int stepsPerEpoch() {
        return steps.stepsPerEpoch();
    }

    @Override
    public void close() {
        steps.close();
        model.close();
    }
}
