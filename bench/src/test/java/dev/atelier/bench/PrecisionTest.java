package dev.atelier.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is verified before it is timed is verified as exactly as its precision allows; tensor cores are emulated. */
class PrecisionTest {
    private static final int SIDE = 16;
    private static final int SAMPLES = 16;
    private static final int CLASSES = 10;

    private static Backend open(Precision precision) {
        BackendOptions options =
                new BackendOptions("", 0, Map.of("emulateTensorCores", "true", "storePrograms", "false", "tile", "4"));
        return Backends.open("opencl", options.withPrecision(precision));
    }

    @ParameterizedTest
    @EnumSource(names = "FP32", mode = EnumSource.Mode.EXCLUDE)
    void productsAndStepsOnTensorCoresPass(Precision precision) {
        try (Backend backend = open(precision)) {
            assertThat(backend.precision()).isEqualTo(precision);
            try (GemmRun product = new GemmRun(backend, new ProductShape(SIDE, SIDE, SIDE, false, true))) {
                product.run(1);
            }
            NetworkSpec spec = NetworkSpec.classifier(SIDE, List.of(SIDE), Activation.RELU.function(), CLASSES);
            try (TrainingRun steps = new TrainingRun(backend, spec, samples(), SAMPLES, new UpdateRule.Sgd(0), 0.1)) {
                steps.run(1);
            }
        }
    }

    @Test
    void aProductOfNumbersCutToTf32IsNotOneOfAnotherPrecision() {
        ProductShape shape = new ProductShape(SIDE, SIDE, SIDE, false, false);
        Operands operands = new Operands(shape);
        float[] left = cut(operands.left());
        float[] right = cut(operands.right());
        Operands.Result product = (row, column) -> {
            double sum = 0;
            for (int p = 0; p < SIDE; p++) {
                sum += (double) left[row * SIDE + p] * right[p * SIDE + column];
            }
            return (float) sum;
        };
        operands.verify(product, Precision.TF32, "test");
        for (Precision precision : new Precision[] {Precision.FP32, Precision.TF32X3}) {
            assertThatThrownBy(() -> operands.verify(product, precision, "test"))
                    .isInstanceOf(WrongResultException.class);
        }
    }

    /** Rounds to 11 significant bits, ties away from zero. */
    private static float[] cut(float[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = Float.intBitsToFloat((Float.floatToRawIntBits(values[i]) + 0x1000) & 0xffffe000);
        }
        return result;
    }

    private static Dataset samples() {
        Random random = new Random(1);
        byte[] pixels = new byte[SAMPLES * SIDE];
        random.nextBytes(pixels);
        int[] labels = random.ints(SAMPLES, 0, CLASSES).toArray();
        return Dataset.ofBytes(pixels, SIDE, 1f / 255, labels, CLASSES);
    }
}
