package dev.atelier.runner.verify;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.augmentation.DistortionDraw;
import dev.atelier.engine.augmentation.Distortions;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingResult;
import dev.atelier.engine.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Trains a few steps on a device and compares losses and weights with {@link ReferenceTraining}: each activation, both losses,
 * every kind of optimiser, odd sizes, the shape of the default network, dropout, label smoothing, clipping by norm and the moving
 * average of the weights. Distorts images and compares each pixel with {@link ReferenceDistortion}.
 */
public final class SelfTest {
    /** Like MNIST's, four fifths of the pixels are zero. */
    private static final double INK = 0.2;

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

    /** Runs all checks on a device; takes about a second beside what the device needs to compile its kernels. */
    public static Outcome run(Backend backend) {
        List<SelfTestCase> cases = new ArrayList<>(SelfTestCase.plain());
        cases.addAll(SelfTestCase.regularized());
        return run(backend, cases);
    }

    /** Runs some cases, and distorts images. */
    static Outcome run(Backend backend, List<SelfTestCase> cases) {
        Deviations deviations = new Deviations();
        for (SelfTestCase one : cases) {
            train(backend, one, deviations);
        }
        distort(backend, deviations);
        return deviations.outcome();
    }

    private static void train(Backend backend, SelfTestCase one, Deviations deviations) {
        Dataset data = data(one.samples(), one.spec().inputs(), one.spec().outputs());
        TrainingSettings settings = one.settings();
        ReferenceTraining reference = new ReferenceTraining(one.spec(), settings);
        List<Double> losses = reference.epoch(data);
        try (Trainer trainer = new Trainer(backend, one.spec(), settings, data, null, data)) {
            TrainingResult result = trainer.run(TrainingListener.silent());
            NetworkWeights weights = trainer.weights();
            for (int i = 0; i < result.firstLosses().size(); i++) {
                deviations.compare(
                        one.name() + ": loss of step " + (i + 1),
                        result.firstLosses().get(i),
                        losses.get(i));
            }
            double loss = Objects.requireNonNull(result.test()).loss();
            deviations.compare(one.name() + ": loss after training", loss, reference.evaluate(data));
            for (int layer = 0; layer < weights.layers().size(); layer++) {
                deviations.compare(
                        one.name() + ": weights of layer " + (layer + 1),
                        weights.layers().get(layer),
                        reference.weights(layer));
            }
        }
    }

    private static void distort(Backend backend, Deviations deviations) {
        int height = 13;
        int width = 17;
        int samples = 9;
        int epoch = 3;
        byte[] pixels = Objects.requireNonNull(data(samples, height * width, 1).bytes());
        try (Arena arena = backend.arena("distorted images")) {
            Tensor data = arena.allocate("images", DType.U8, samples, height * width);
            backend.write(data, pixels);
            Tensor order = arena.allocate("order", DType.I32, 1, samples);
            backend.write(order, IntStream.range(0, samples).toArray());
            Tensor step = arena.allocate("step", DType.I32, 1, 1);
            Distortions distortions =
                    Distortions.upload(arena, new Augmentation(height, width, 30, 0.2, 0.3, 2, 20, 3));
            distortions.startEpoch(SelfTestCase.SEED, epoch);
            Distortion distortion = distortions.distortion();
            Tensor distorted = arena.allocate("distorted images", DType.U8, samples, height * width);
            backend.ops().distortRows(new RowSelection(data, order, step, samples), distortion, distorted);
            Tensor found = arena.allocate("distorted pixels", DType.F32, samples, height * width);
            backend.ops().gatherRows(new RowSelection(distorted, order, step, samples), 1, found);
            float[] levels = floats(backend, found);

            int[] turns = new int[distortion.turns().size()];
            backend.read(distortion.turns(), turns);
            ReferenceDistortion reference = new ReferenceDistortion(
                    height,
                    width,
                    floats(backend, Objects.requireNonNull(distortion.rowModes())),
                    floats(backend, Objects.requireNonNull(distortion.columnModes())));
            DistortionDraw draw = new DistortionDraw();
            for (int i = 0; i < samples; i++) {
                draw.draw(distortion, new int[] {(int) SelfTestCase.SEED, 0, epoch}, turns, i);
                deviations.compare("distorted image " + (i + 1), levels, i, reference.image(draw, pixels, i));
            }
        }
    }

    private static float[] floats(Backend backend, Tensor tensor) {
        float[] values = new float[tensor.size()];
        backend.read(tensor, values);
        return values;
    }

    private static Dataset data(int samples, int inputs, int classes) {
        CounterRandom random = new CounterRandom(SelfTestCase.SEED, Purpose.INITIAL_WEIGHTS, samples);
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
}
