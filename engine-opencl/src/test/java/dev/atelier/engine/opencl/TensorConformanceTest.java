package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.tck.BackendConformance;

/**
 * Products in 3xTF32, on emulated tensor cores, hold every promise of single precision. One tile for all of them, or each of its epilogues
 * would be compiled for many.
 */
class TensorConformanceTest extends BackendConformance {
    @Override
    protected Backend openBackend() {
        return TestDevices.emulating(Precision.TF32X3, 4);
    }

    /** Just above those of a fragment: emulation takes its time. {@link TensorProductTest} has larger ones. */
    @Override
    protected int[] sizes() {
        return new int[] {1, 9, 17};
    }

    @Override
    protected long liveBlocks(Backend backend) {
        return ((OpenClBackend) backend).liveTensorBlocks();
    }
}
