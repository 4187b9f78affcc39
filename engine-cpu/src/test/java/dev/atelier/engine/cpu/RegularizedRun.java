package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.engine.training.TrainingSteps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Steps of training with dropout, label smoothing, clipping by norm and a moving average of the weights. */
final class RegularizedRun implements AutoCloseable {
    private static final int PIXELS = 64;
    private static final int CLASSES = 10;
    private static final int BATCH = 16;
    private static final int STEPS = 64;

    private final Backend backend;
    private final TrainingSteps steps;
    private final int[] order = IntStream.range(0, BATCH * STEPS).toArray();
    private final float[] rates = new float[STEPS];
    private int next;

    RegularizedRun() {
        Random random = new Random(20261126);
        byte[] pixels = new byte[order.length * PIXELS];
        random.nextBytes(pixels);
        int[] labels = random.ints(order.length, 0, CLASSES).toArray();
        Arrays.fill(rates, 0.05f);
        TrainingSettings settings = TrainingSettings.builder()
                .batchSize(BATCH)
                .schedule(LearningRateSchedule.constant(rates[0]))
                .dropout(0.2)
                .labelSmoothing(0.1)
                .clipNorm(0.1)
                .averageDecay(0.9)
                .build();
        NetworkSpec spec = NetworkSpec.classifier(PIXELS, List.of(64), Activation.RELU.function(), CLASSES);
        backend = new CpuBackendProvider().open(new BackendOptions("", 1, Map.of()));
        Arena model = backend.arena("model");
        ParameterSet parameters = ParameterSet.allocate(model, "parameters", spec);
        parameters.write(NetworkWeights.initial(spec, settings.initialization(), settings.seed()));
        DeviceDataset data =
                DeviceDataset.upload(model, "training", Dataset.ofBytes(pixels, PIXELS, 1 / 255f, labels, CLASSES));
        steps = new TrainingSteps(model, spec, parameters, data, settings);
    }

    /** Does the next step; before the first of an epoch tables are written. */
    void step() {
        if (next == 0) {
            steps.startEpoch(order, rates);
        }
        steps.run(next);
        next = (next + 1) % STEPS;
    }

    @Override
    public void close() {
        steps.close();
        backend.close();
    }
}
