package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Releases;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.Kernel;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recorded step: kernel objects of its own with every argument bound, so that a run is enqueues alone. */
final class OpenClPlan implements Plan, LaunchTarget {
    private final OpenClBackend backend;
    private final List<Launch> launches = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>();

    /** One tensor of each arena that the plan needs. */
    private final Map<Arena, Tensor> arenas = new LinkedHashMap<>();

    private boolean open = true;

    private record Launch(Kernel kernel, NdRange range) {}

    OpenClPlan(OpenClBackend backend) {
        this.backend = backend;
    }

    @Override
    public Kernel kernel(KernelVariant variant) {
        Kernel kernel = backend.programs().create(variant);
        kernels.add(kernel);
        return kernel;
    }

    @Override
    public void launch(Kernel kernel, NdRange range, List<Tensor> tensors) {
        launches.add(new Launch(kernel, range));
        tensors.forEach(tensor -> arenas.putIfAbsent(tensor.arena(), tensor));
    }

    @Override
    public void run() {
        if (!open) {
            throw new IllegalStateException("run: the plan is closed");
        }
        backend.ops(); // refuses a closed backend and a foreign thread
        for (Tensor tensor : arenas.values()) {
            if (!tensor.isOpen()) {
                throw new IllegalStateException("run: " + tensor + " was used by a plan after its arena '"
                        + tensor.arena().label() + "' was closed");
            }
        }
        for (Launch launch : launches) {
            backend.queue().enqueue(launch.kernel(), launch.range());
        }
        backend.queue().flush();
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            launches.clear();
            backend.forget(this);
            Releases releases = new Releases();
            kernels.forEach(kernel -> releases.add(kernel::close));
            releases.close();
        }
    }
}
