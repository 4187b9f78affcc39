package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.ProductStep;
import dev.atelier.engine.backend.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every step computes the same product. */
class ProgressionTest {
    private static final long SEED = 5;

    /** What no step may write, after the end of the result. */
    private static final float GUARD = 12345;

    /** Sizes on both sides of tiles (16, 48, 64), of vectors and of packed blocks (512 depths). */
    @ParameterizedTest
    @CsvSource({
        "cpu, 1, 1, 1",
        "cpu, 7, 65, 9",
        "cpu, 65, 7, 63",
        "cpu, 64, 64, 64",
        "cpu, 63, 130, 1025",
        "gpu, 49, 33, 65",
        "gpu, 130, 129, 17"
    })
    void everyStepAgreesWithDouble(String kernels, int m, int n, int k) {
        try (OpenClBackend backend = TestDevices.open(java.util.Map.of(
                        OpenClSettings.KERNELS, kernels, OpenClSettings.CACHE_DIRECTORY, TestDevices.CACHE));
                Arena arena = backend.arena("progression")) {
            float[] left = random(m * k);
            float[] right = random(k * n);
            Tensor a = arena.allocate("a", DType.F32, m, k);
            Tensor b = arena.allocate("b", DType.F32, k, n);
            backend.write(a, left);
            backend.write(b, right);
            for (ProductStep step : backend.progression()) {
                Tensor out = arena.allocate("out", DType.F32, m, n);
                backend.ops().fill(out, GUARD);
                try (Plan plan = step.record(a, b, out)) {
                    plan.run();
                    plan.run(); // what the first run left in memory must not count
                }
                float[] result = new float[m * n];
                backend.read(out, result);
                for (int i = 0; i < result.length; i++) {
                    double sum = 0;
                    for (int d = 0; d < k; d++) {
                        sum += (double) left[i / n * k + d] * right[d * n + i % n];
                    }
                    assertThat((double) result[i])
                            .as("step %s, element %d, seed %d", step.name(), i, SEED)
                            .isEqualTo(sum, within(0x1p-24 * k * k));
                }
            }
        }
    }

    @Test
    void everyStepChangesOneThatComesBeforeItAndTheLastIsTheBackendsOwn() {
        try (OpenClBackend backend = TestDevices.open()) {
            List<ProductStep> steps = backend.progression();
            Set<String> names = new HashSet<>(Set.of(""));
            for (ProductStep step : steps) {
                assertThat(names).contains(step.after());
                assertThat(names.add(step.name())).as(step.name()).isTrue();
                assertThat(step.change()).isNotEmpty();
            }
            assertThat(steps.get(0).after()).isEmpty();
            assertThat(steps.get(steps.size() - 1).name()).startsWith("7 gemm_");
        }
    }

    @Test
    void shapesThatDoNotGoTogetherAreRefused() {
        try (OpenClBackend backend = TestDevices.open();
                Arena arena = backend.arena("progression")) {
            Tensor a = arena.allocate("a", DType.F32, 2, 3);
            Tensor b = arena.allocate("b", DType.F32, 4, 5);
            ProductStep naive = backend.progression().get(0);
            assertThatThrownBy(() -> naive.record(a, b, arena.allocate("out", DType.F32, 2, 5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("product '1 naive'")
                    .hasMessageContaining("'b'");
        }
    }

    private static float[] random(int length) {
        Random random = new Random(SEED);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
