package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.Kernel;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.List;

/** Where operations put their launches: the queue, or a plan that is being recorded. */
interface LaunchTarget {
    /** Returns a kernel object without arguments. */
    Kernel kernel(KernelVariant variant);

    /** Takes a launch whose arguments are bound, and the tensors among them. */
    void launch(Kernel kernel, NdRange range, List<Tensor> tensors);
}
