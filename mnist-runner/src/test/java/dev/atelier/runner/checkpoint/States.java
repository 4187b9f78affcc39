package dev.atelier.runner.checkpoint;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.LayerSpec;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.engine.training.TrainingLog;
import dev.atelier.engine.training.TrainingState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes checkpoints that no run has written. */
final class States {
    private States() {}

    /** Returns a checkpoint with numbers of every kind; the same arguments give the same one. */
    static Checkpoint checkpoint(long steps, int inputs, int hidden) {
        Random random = new Random(steps);
        NetworkSpec spec = new NetworkSpec(
                inputs,
                List.of(
                        new LayerSpec(hidden, ActivationFunction.parse("elu:0.3")),
                        new LayerSpec(2, ActivationFunction.parse("identity"))));
        Map<String, NetworkWeights> tensors = new LinkedHashMap<>();
        tensors.put(TrainingState.PARAMETERS, weights(spec, random));
        tensors.put("optimizer.0", weights(spec, random));
        List<Float> losses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            losses.add(random.nextFloat());
        }
        List<EpochResult> history = List.of(
                new EpochResult(1, 0.1 + random.nextDouble(), new Evaluation(10, 7, 1 / 3.0), null, 1e-9, 60_000),
                new EpochResult(2, Math.PI, null, new Evaluation(5, 0, Double.NaN), 3e9, 1));
        TrainingLog log = new TrainingLog(steps, 3, 0.1, losses, List.of(Float.MIN_VALUE, 2.5f), history, 3, 1);
        return new Checkpoint(
                new Checkpoint.Run(
                        List.of("--epochs=4", "--data=a folder, with \"quotes\" and ü"),
                        "mnist",
                        "ab12",
                        "a device",
                        "1"),
                new TrainingState(-5, 100, 32, log, tensors));
    }

    private static NetworkWeights weights(NetworkSpec spec, Random random) {
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            int inputs = spec.inputsOf(i);
            int outputs = spec.layers().get(i).outputs();
            layers.add(new LayerWeights(inputs, outputs, floats(random, inputs * outputs), floats(random, outputs)));
        }
        return new NetworkWeights(spec, layers);
    }

    /** Numbers of all sizes, infinity and negative zero among them. */
    private static float[] floats(Random random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-44, 38)));
        }
        floats[0] = -0f;
        floats[count - 1] = Float.POSITIVE_INFINITY;
        return floats;
    }
}
