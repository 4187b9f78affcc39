package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of whole training steps, whatever the path. */
class TrainingTest {
    private static final Map<String, String> SPARSE = Map.of(CpuBackendProvider.INPUT, "sparse");
    private static final Map<String, String> DENSE = Map.of(CpuBackendProvider.INPUT, "dense");

    static Stream<UpdateRule> rules() {
        return Stream.of(
                new UpdateRule.Sgd(0),
                new UpdateRule.Sgd(1e-3f),
                new UpdateRule.Momentum(0.9f, false, 1e-3f),
                new UpdateRule.Momentum(0.9f, true, 0),
                new UpdateRule.RmsProp(0.9f, 1e-3f, 1e-3f),
                new UpdateRule.Adam(0.9f, 0.999f, 1e-3f, 1e-3f),
                new UpdateRule.AdamW(0.9f, 0.999f, 1e-3f, 0.01f));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bitsDoNotDependOnTheNumberOfThreads(UpdateRule rule) {
        for (Map<String, String> input : List.of(SPARSE, DENSE)) {
            float[] one = train(1, input, 61, 197, 33, rule, Activation.SILU, 0.2);
            assertThat(train(2, input, 61, 197, 33, rule, Activation.SILU, 0.2)).containsExactly(one);
            assertThat(train(3, input, 61, 197, 33, rule, Activation.SILU, 0.2)).containsExactly(one);
            assertThat(train(8, input, 61, 197, 33, rule, Activation.SILU, 0.2)).containsExactly(one);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void skippingZerosAgreesWithTheDensePath(UpdateRule rule) {
        for (int[] shape :
                new int[][] {{784, 100, 32}, {61, 197, 33}, {7, 64, 1}, {1, 65, 3}, {65, 9, 5}, {61, 70, 1100}}) {
            float[] dense = train(1, DENSE, shape[0], shape[1], shape[2], rule, Activation.TANH, 0.2);
            float[] sparse = train(1, SPARSE, shape[0], shape[1], shape[2], rule, Activation.TANH, 0.2);
            double norm = 0;
            double difference = 0;
            for (int i = 0; i < dense.length; i++) {
                norm += (double) dense[i] * dense[i];
                difference += Math.pow((double) dense[i] - sparse[i], 2);
            }
            assertThat(Math.sqrt(difference / norm)).isCloseTo(0, within(1e-6));
        }
    }

    /** Rows beyond those that are multiplied together. */
    @ParameterizedTest
    @MethodSource("rules")
    void bitsOfLargeBatchesDoNotDependOnTheNumberOfThreads(UpdateRule rule) {
        int batch = 2 * SparseBatch.ROWS + 5;
        float[] one = train(1, SPARSE, 61, 70, batch, rule, Activation.SILU, 0.2);
        assertThat(train(3, SPARSE, 61, 70, batch, rule, Activation.SILU, 0.2)).containsExactly(one);
    }

    @Test
    void densityChoosesThePath() {
        UpdateRule rule = new UpdateRule.Sgd(0);
        Map<String, String> auto = Map.of();
        float[] sparse = train(1, SPARSE, 784, 100, 32, rule, Activation.RELU, 0.05);
        float[] dense = train(1, DENSE, 784, 100, 32, rule, Activation.RELU, 0.9);
        assertThat(train(1, auto, 784, 100, 32, rule, Activation.RELU, 0.05)).containsExactly(sparse);
        assertThat(train(1, auto, 784, 100, 32, rule, Activation.RELU, 0.9)).containsExactly(dense);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void paddingStaysZero(UpdateRule rule) {
        for (Map<String, String> input : List.of(SPARSE, DENSE)) {
            try (TrainingRun run = new TrainingRun(2, input, 61, 197, 33, rule, Activation.SIGMOID, 0.2)) {
                int zeros = 0;
                for (float value : run.train()) {
                    zeros += value == 0 ? 1 : 0;
                }
                assertThat(zeros).isEqualTo(run.padding());
            }
        }
    }

    private static float[] train(
            int threads,
            Map<String, String> properties,
            int pixels,
            int hidden,
            int batch,
            UpdateRule rule,
            Activation activation,
            double density) {
        try (TrainingRun run = new TrainingRun(threads, properties, pixels, hidden, batch, rule, activation, density)) {
            return run.train();
        }
    }
}
