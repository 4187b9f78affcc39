package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.tck.BackendConformance;
import org.junit.jupiter.api.Nested;

/** Both kinds of kernels on a simulator that checks every access; {@link OclgrindLogTest} reads what it found. */
class OclgrindConformanceTest {
    /** 8 x 8 sums a group: 9 columns need two. */
    private static final int SMALL_TILE = 2;

    private static Backend open(String kernels, int tile) {
        Backend backend = TestDevices.open(kernels, tile);
        assertThat(backend.device().driver()).startsWith("Oclgrind");
        return backend;
    }

    @Nested
    class CpuKernels extends BackendConformance {
        @Override
        protected Backend openBackend() {
            return open("cpu", 0);
        }
    }

    @Nested
    class GpuKernels extends BackendConformance {
        @Override
        protected Backend openBackend() {
            return open("gpu", SMALL_TILE);
        }
    }
}
