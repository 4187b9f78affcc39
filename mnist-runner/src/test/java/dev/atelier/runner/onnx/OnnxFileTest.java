package dev.atelier.runner.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.data.SyntheticDigits;
import dev.atelier.runner.model.ModelFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime runs what is written; the oracle is the network in double precision. */
class OnnxFileTest {
    private static final double TOLERANCE = 1e-5;
    private static final int DIGITS = 100;
    private static final float SCALE = 1f / 255;

    private static float[][] digits;

    @TempDir
    Path folder;

    @BeforeAll
    static void drawDigits() {
        ImageSet images = SyntheticDigits.generate().test();
        digits = new float[DIGITS][images.features()];
        for (int i = 0; i < DIGITS; i++) {
            for (int p = 0; p < images.features(); p++) {
                digits[i][p] = SCALE * (images.pixels()[i * images.features() + p] & 0xff);
            }
        }
    }

    static Stream<ActivationFunction> functions() {
        return Stream.concat(
                Stream.of(Activation.values()).map(Activation::function),
                Stream.of(Activation.ELU.withAlpha(0.3), Activation.LEAKY_RELU.withAlpha(0.2)));
    }

    private static ModelFile.Model model(ActivationFunction function, Loss loss, Integer... hidden) {
        NetworkSpec spec = NetworkSpec.classifier(784, List.of(hidden), function, 10);
        NetworkWeights weights = NetworkWeights.initial(spec, null, 5);
        Random random = new Random(6);
        for (LayerWeights layer : weights.layers()) {
            for (int j = 0; j < layer.outputs(); j++) {
                layer.bias()[j] = (float) random.nextGaussian();
            }
        }
        return new ModelFile.Model(weights, loss, SCALE, 28, 28);
    }

    private static double[] logits(ModelFile.Model model, float[] input) {
        double[] values = new double[input.length];
        Arrays.setAll(values, i -> input[i]);
        NetworkSpec spec = model.weights().spec();
        for (int l = 0; l < spec.layers().size(); l++) {
            LayerWeights layer = model.weights().layers().get(l);
            double[] before = values;
            double[] after = new double[layer.outputs()];
            for (int j = 0; j < after.length; j++) {
                double sum = layer.bias()[j];
                for (int i = 0; i < before.length; i++) {
                    sum += before[i] * layer.weights()[i * layer.outputs() + j];
                }
                after[j] = spec.layers().get(l).activation().value(sum);
            }
            values = after;
        }
        return values;
    }

    private static double[] softmax(double[] logits) {
        double most = Arrays.stream(logits).max().orElseThrow();
        double[] powers = Arrays.stream(logits).map(x -> Math.exp(x - most)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(x -> x / sum).toArray();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void onnxRuntimeComputesTheSameLogitsAndProbabilities(ActivationFunction function) throws OrtException {
        ModelFile.Model model = model(function, Loss.CROSS_ENTROPY, 60, 40);
        for (boolean softmax : new boolean[] {false, true}) {
            Path file = folder.resolve("model.onnx");
            OnnxFile.write(file, model, softmax, "1");
            try (OnnxRun run = new OnnxRun(file)) {
                float[][] outputs = run.run(digits);
                assertThat(outputs.length).isEqualTo(DIGITS);
                for (int i = 0; i < DIGITS; i++) {
                    double[] logits = logits(model, digits[i]);
                    double[] expected = softmax ? softmax(logits) : logits;
                    for (int c = 0; c < 10; c++) {
                        assertThat((double) outputs[i][c])
                                .as("digit %d, class %d, softmax %s", i, c, softmax)
                                .isCloseTo(expected[c], within(TOLERANCE * Math.max(1, Math.abs(expected[c]))));
                    }
                }
            }
        }
    }

    @Test
    void batchIsFreeAndNamesAreThoseOfTheDocumentation() throws OrtException {
        Path file = folder.resolve("model.onnx");
        OnnxFile.write(file, model(Activation.RELU.function(), Loss.CROSS_ENTROPY, 8), false, "1");
        try (OnnxRun run = new OnnxRun(file)) {
            assertThat(run.inputShape()).containsExactly(-1, 784);
            assertThat(run.outputNames()).containsExactly("logits");
            assertThat(run.metadata())
                    .containsEntry("activation", "relu")
                    .containsEntry("image_height", "28")
                    .containsEntry("input_scale", Float.toString(SCALE));
            float[][] one = run.run(new float[][] {digits[3]});
            float[][] all = run.run(digits);
            assertThat(one).hasDimensions(1, 10);
            assertThat(one[0]).containsExactly(all[3], offset(1e-5f));
        }
    }

    @Test
    void linearModelAndSquaredErrorAreWrittenToo() throws OrtException {
        ModelFile.Model model = model(Activation.IDENTITY.function(), Loss.MEAN_SQUARED_ERROR);
        Path file = folder.resolve("linear.onnx");
        OnnxFile.write(file, model, false, "1");
        try (OnnxRun run = new OnnxRun(file)) {
            assertThat(run.outputNames()).containsExactly("outputs");
            float[][] outputs = run.run(digits);
            assertThat((double) outputs[7][2]).isCloseTo(logits(model, digits[7])[2], within(TOLERANCE));
        }
    }
}
