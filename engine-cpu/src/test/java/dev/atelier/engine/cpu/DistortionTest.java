package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distorted batches on the CPU, whatever the threads and the kernels. */
class DistortionTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 30})
    void imagesDependNeitherOnTheThreadsNorOnTheKernels(double alpha) {
        byte[] one = images(1, Map.of(), alpha);
        assertThat(one).contains((byte) 60, (byte) 120);
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(images(threads, Map.of(), alpha)).isEqualTo(one);
        }
        assertThat(images(2, Map.of(CpuBackendProvider.KERNELS, "plain"), alpha))
                .isEqualTo(one);
    }

    private static byte[] images(int threads, Map<String, String> properties, double alpha) {
        try (DistortionRun run = new DistortionRun(threads, properties, alpha)) {
            run.run();
            return run.images();
        }
    }
}
