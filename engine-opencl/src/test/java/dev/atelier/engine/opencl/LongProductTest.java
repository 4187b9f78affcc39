package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums longer than what a kernel packs at a time: longer than any size of the conformance kit. */
class LongProductTest {
    private static final int ROWS = 5;
    private static final int COLUMNS = 37;

    /** More than two packed blocks of 1024 depths, and a part of a third. */
    private static final int DEPTH = 2300;

    private static final long SEED = 11;

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void forwardAgreesWithDouble(String kernels) {
        try (OpenClBackend backend = TestDevices.open(kernels, 0);
                Arena arena = backend.arena("long")) {
            float[] a = random(ROWS * DEPTH);
            float[] b = random(DEPTH * COLUMNS);
            float[] bias = random(COLUMNS);
            Tensor out = arena.allocate("out", DType.F32, ROWS, COLUMNS);
            LayerTensors layer = new LayerTensors(
                    tensor(backend, arena, b, DEPTH, COLUMNS), tensor(backend, arena, bias, 1, COLUMNS));
            backend.ops().linear(tensor(backend, arena, a, ROWS, DEPTH), layer, Activation.TANH.function(), null, out);
            float[] result = new float[ROWS * COLUMNS];
            backend.read(out, result);
            for (int i = 0; i < result.length; i++) {
                double sum = bias[i % COLUMNS];
                for (int k = 0; k < DEPTH; k++) {
                    sum += (double) a[i / COLUMNS * DEPTH + k] * b[k * COLUMNS + i % COLUMNS];
                }
                assertThat((double) result[i])
                        .as("element %d, seed %d", i, SEED)
                        .isEqualTo(Math.tanh(sum), within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void fusedUpdateAgreesWithDouble(String kernels) {
        try (OpenClBackend backend = TestDevices.open(kernels, 0);
                Arena arena = backend.arena("long")) {
            float[] x = random(DEPTH * ROWS);
            float[] delta = random(DEPTH * COLUMNS);
            float[] weights = random(ROWS * COLUMNS);
            LayerTensors parameters = new LayerTensors(
                    tensor(backend, arena, weights, ROWS, COLUMNS),
                    tensor(backend, arena, new float[COLUMNS], 1, COLUMNS));
            LayerTensors gradients = new LayerTensors(
                    arena.allocate("dW", DType.F32, ROWS, COLUMNS), arena.allocate("db", DType.F32, 1, COLUMNS));
            LearningRate rate = new LearningRate(
                    tensor(backend, arena, new float[] {0.5f}, 1, 1), arena.allocate("step", DType.I32, 1, 1));
            backend.ops()
                    .linearUpdate(
                            tensor(backend, arena, x, DEPTH, ROWS),
                            tensor(backend, arena, delta, DEPTH, COLUMNS),
                            new LayerUpdate(new UpdateRule.Sgd(0), rate, parameters, gradients, List.of()));
            float[] updated = new float[ROWS * COLUMNS];
            backend.read(parameters.weights(), updated);
            float[] bias = new float[COLUMNS];
            backend.read(parameters.bias(), bias);
            for (int j = 0; j < COLUMNS; j++) {
                double column = 0;
                double[] sums = new double[ROWS];
                for (int k = 0; k < DEPTH; k++) {
                    column += delta[k * COLUMNS + j];
                    for (int i = 0; i < ROWS; i++) {
                        sums[i] += (double) x[k * ROWS + i] * delta[k * COLUMNS + j];
                    }
                }
                assertThat((double) bias[j]).as("bias %d", j).isEqualTo(-0.5 * column, within(1e-3));
                for (int i = 0; i < ROWS; i++) {
                    assertThat((double) updated[i * COLUMNS + j])
                            .as("weight %d, %d", i, j)
                            .isEqualTo(weights[i * COLUMNS + j] - 0.5 * sums[i], within(1e-3));
                }
            }
        }
    }

    private static Tensor tensor(OpenClBackend backend, Arena arena, float[] values, int rows, int columns) {
        Tensor tensor = arena.allocate("values", DType.F32, rows, columns);
        backend.write(tensor, values);
        return tensor;
    }

    private static float[] random(int length) {
        Random random = new Random(SEED + length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
