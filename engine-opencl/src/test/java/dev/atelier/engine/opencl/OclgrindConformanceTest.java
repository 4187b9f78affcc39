package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.tck.BackendConformance;

/**
 * The kernels for CPU devices on a simulator that checks every access; {@link OclgrindLogTest} reads what it found. Those for GPU
 * devices take the simulator minutes; {@link EveryKernelTest} runs each of both kinds once.
 *
 * <p>Of values that were never written, Oclgrind knows for a buffer in the place of one that was released only what it knew of that one: a
 * few of these tests by themselves may report some where there are none. What counts is {@link EveryKernelTest}, where no buffer
 * is released.
 */
class OclgrindConformanceTest extends BackendConformance {
    @Override
    protected Backend openBackend() {
        Backend backend = TestDevices.open("cpu", 0);
        assertThat(backend.device().driver()).startsWith("Oclgrind");
        return backend;
    }

    @Override
    protected long liveBlocks(Backend backend) {
        return ((OpenClBackend) backend).liveTensorBlocks();
    }
}
