package dev.atelier.bench;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
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

/** Training steps of one network on one backend, verified when they are set up and then run as often as one likes. */
public final class TrainingRun implements Workload {
    /** Backends agree on the first losses within this; see the plan's section on determinism. */
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
                .build();
        this.steps =
                new TrainingSteps(model, spec, parameters, DeviceDataset.upload(model, "training", data), settings);
        this.order = IntStream.range(0, data.size()).toArray();
        new CounterRandom(SEED, Purpose.SHUFFLE, 1).shuffle(order);
        this.rates = new float[steps.stepsPerEpoch()];
        Arrays.fill(rates, (float) learningRate);
        run(1);
        float[] losses = new float[steps.stepsPerEpoch()];
        steps.readLosses(losses);
        double expected = HostLoss.crossEntropy(initial, data, Arrays.copyOf(order, steps.samplesOf(0)));
        if (!(Math.abs(losses[0] - expected) <= TOLERANCE * expected)) {
            throw new IllegalStateException("the first loss of " + spec + " at batch " + batch + " on "
                    + backend.description() + " is " + losses[0] + " instead of " + expected);
        }
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
