package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.tck.BackendConformance;

class ConformanceTest extends BackendConformance {
    @Override
    protected Backend openBackend() {
        return TestDevices.open();
    }

    @Override
    protected long liveBlocks(Backend backend) {
        return ((OpenClBackend) backend).liveTensorBlocks();
    }
}
