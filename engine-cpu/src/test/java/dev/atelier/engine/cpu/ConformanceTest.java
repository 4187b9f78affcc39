package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.tck.BackendConformance;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The conformance kit on several numbers of threads and both paths of the first layer; the build runs it on each kind of kernels. */
class ConformanceTest {
    private static Backend open(int threads, Map<String, String> properties) {
        return new CpuBackendProvider().open(new BackendOptions("", threads, properties));
    }

    @Nested
    class OneThread extends BackendConformance {
        @Override
        protected Backend openBackend() {
            return open(1, Map.of());
        }
    }

    @Nested
    class ThreeThreadsSkippingZeros extends BackendConformance {
        @Override
        protected Backend openBackend() {
            return open(3, Map.of(CpuBackendProvider.INPUT, "sparse"));
        }
    }

    @Nested
    class TwoThreadsDense extends BackendConformance {
        @Override
        protected Backend openBackend() {
            return open(2, Map.of(CpuBackendProvider.INPUT, "dense"));
        }
    }
}
