package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.Kernel;
import dev.atelier.engine.opencl.device.NdRange;
import dev.atelier.engine.opencl.device.Queue;
import java.util.List;

/** Enqueues each launch at once. The driver copies the arguments, so one kernel object serves all launches of a variant. */
final class EagerTarget implements LaunchTarget {
    private final ProgramLibrary programs;
    private final Queue queue;

    EagerTarget(ProgramLibrary programs, Queue queue) {
        this.programs = programs;
        this.queue = queue;
    }

    @Override
    public Kernel kernel(KernelVariant variant) {
        return programs.shared(variant);
    }

    @Override
    public void launch(Kernel kernel, NdRange range, List<Tensor> tensors) {
        queue.enqueue(kernel, range);
    }
}
