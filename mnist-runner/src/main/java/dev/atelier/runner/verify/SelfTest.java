package dev.atelier.runner.verify;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingResult;
import dev.atelier.engine.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Trains a few steps on a device and compares losses and weights with {@link ReferenceTraining}: each activation, both losses,
 * every kind of optimiser, odd sizes, and the shape of the default network.
 */
public final class SelfTest {
    /**
     * How far single precision may be off after some steps, relative to the largest value compared. Steps agree within 1e-5;
     * a wrong kernel is off by far more than ten times that.
     */
    private static final double TOLERANCE = 1e-4;

    /** Like MNIST's, four fifths of the pixels are zero. */
    private static final double INK = 0.2;

    private static final long SEED = 5;

    private SelfTest() {}

    /**
     * What came of a test.
     *
     * @param checks how many comparisons were made
     * @param largestDeviation the largest relative deviation found
     * @param mismatches one line for each comparison that failed
     */
    public record Outcome(int checks, double largestDeviation, List<String> mismatches) {
        /** Copies the list. */
        public Outcome {
            mismatches = List.copyOf(mismatches);
        }
    }

    private record Case(String name, NetworkSpec spec, Loss loss, UpdateRule rule, int batch, int samples) {}

    /** Runs all checks on a device; takes about a second beside what the device needs to compile its kernels. */
    public static Outcome run(Backend backend) {
        Collector collector = new Collector();
        for (Case one : cases()) {
            run(backend, one, collector);
        }
        return new Outcome(collector.checks, collector.largest, collector.mismatches);
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        UpdateRule plain = new UpdateRule.Sgd(1e-3f);
        UpdateRule nesterov = new UpdateRule.Momentum(0.9f, true, 1e-3f);
        UpdateRule momentum = new UpdateRule.Momentum(0.5f, false, 0);
        for (Activation activation : Activation.values()) {
            NetworkSpec spec = NetworkSpec.classifier(65, List.of(63), activation.function(), 7);
            cases.add(new Case(activation.label(), spec, Loss.CROSS_ENTROPY, plain, 7, 22));
        }
        NetworkSpec deep = NetworkSpec.classifier(33, List.of(64, 17), Activation.TANH.function(), 5);
        cases.add(new Case("mean squared error, nesterov", deep, Loss.MEAN_SQUARED_ERROR, nesterov, 8, 40));
        UpdateRule rmsProp = new UpdateRule.RmsProp(0.9f, 0.1f, 1e-3f);
        UpdateRule adam = new UpdateRule.Adam(0.9f, 0.999f, 0.1f, 1e-3f);
        UpdateRule adamW = new UpdateRule.AdamW(0.9f, 0.999f, 0.1f, 1e-2f);
        cases.add(new Case("rmsprop", deep, Loss.CROSS_ENTROPY, rmsProp, 8, 40));
        cases.add(new Case("adam", deep, Loss.CROSS_ENTROPY, adam, 8, 40));
        cases.add(new Case("adamw", deep, Loss.CROSS_ENTROPY, adamW, 8, 40));
        cases.add(new Case("momentum", deep, Loss.CROSS_ENTROPY, momentum, 1, 9));
        NetworkSpec usual = NetworkSpec.classifier(784, List.of(1000), Activation.RELU.function(), 10);
        cases.add(new Case("784-1000-10", usual, Loss.CROSS_ENTROPY, plain, 128, 260));
        return cases;
    }

    private static void run(Backend backend, Case one, Collector collector) {
        Dataset data = data(one.samples, one.spec.inputs(), one.spec.outputs());
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(1)
                .batchSize(one.batch)
                .loss(one.loss)
                .rule(one.rule)
                .schedule(LearningRateSchedule.linear(0.1))
                .seed(SEED)
                .build();
        ReferenceTraining reference = new ReferenceTraining(one.spec, settings);
        List<Double> losses = reference.epoch(data);
        try (Trainer trainer = new Trainer(backend, one.spec, settings, data, null, data)) {
            TrainingResult result = trainer.run(TrainingListener.silent());
            NetworkWeights weights = trainer.weights();
            for (int i = 0; i < result.firstLosses().size(); i++) {
                collector.compare(
                        one.name + ": loss of step " + (i + 1),
                        result.firstLosses().get(i),
                        losses.get(i));
            }
            double loss = Objects.requireNonNull(result.test()).loss();
            collector.compare(one.name + ": loss after training", loss, reference.evaluate(data));
            for (int layer = 0; layer < weights.layers().size(); layer++) {
                collector.compare(
                        one.name + ": weights of layer " + (layer + 1),
                        weights.layers().get(layer),
                        reference.weights(layer));
            }
        }
    }

    private static Dataset data(int samples, int inputs, int classes) {
        CounterRandom random = new CounterRandom(SEED, Purpose.INITIAL_WEIGHTS, samples);
        float[] uniform = new float[samples * inputs];
        random.fillUniform(uniform, 1);
        byte[] pixels = new byte[samples * inputs];
        for (int i = 0; i < pixels.length; i++) {
            // Uniform over -1 to 1: the share INK at its upper end becomes intensities from 1 to 255.
            double ink = (uniform[i] - (1 - 2 * INK)) / (2 * INK);
            pixels[i] = ink > 0 ? (byte) (1 + (int) (ink * 254)) : 0;
        }
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = (i * 7 + i / 3) % classes;
        }
        return Dataset.ofBytes(pixels, inputs, 1f / 255, labels, classes);
    }

    private static final class Collector {
        private final List<String> mismatches = new ArrayList<>();
        private double largest;
        private int checks;

        void compare(String what, double found, double expected) {
            double deviation = Math.abs(found - expected) / Math.max(Math.abs(expected), Double.MIN_NORMAL);
            add(deviation, what + " is " + found + ", expected " + expected);
        }

        void compare(String what, LayerWeights found, double[] expected) {
            double scale = Double.MIN_NORMAL;
            double worst = 0;
            int worstIndex = 0;
            for (double value : expected) {
                scale = Math.max(scale, Math.abs(value));
            }
            for (int i = 0; i < expected.length; i++) {
                double difference = Math.abs(found.weights()[i] - expected[i]);
                if (!(difference <= worst)) {
                    worst = difference;
                    worstIndex = i;
                }
            }
            add(
                    worst / scale,
                    what + " [" + worstIndex / found.outputs() + "][" + worstIndex % found.outputs() + "] is "
                            + found.weights()[worstIndex] + ", expected " + expected[worstIndex]);
        }

        private void add(double deviation, String message) {
            checks++;
            largest = Math.max(largest, deviation);
            if (!(deviation <= TOLERANCE)) {
                mismatches.add(message);
            }
        }
    }
}
