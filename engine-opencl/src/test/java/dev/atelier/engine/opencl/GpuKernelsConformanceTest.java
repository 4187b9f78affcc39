package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.tck.BackendConformance;

/** The kernels for GPU devices, on whatever device is there. */
class GpuKernelsConformanceTest extends BackendConformance {
    @Override
    protected Backend openBackend() {
        return TestDevices.open("gpu", 0);
    }

    @Override
    protected long liveBlocks(Backend backend) {
        return ((OpenClBackend) backend).liveTensorBlocks();
    }
}
