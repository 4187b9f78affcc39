package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.Kernel;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.function.Consumer;

/**
 * A kernel whose work-groups wait for each other ({@code grid_barrier.cl}), and which does something a number of times in each launch. Its
 * first arguments are that number, how often a group looks before it gives up, and the count of those that came.
 */
final class GridLaunch implements AutoCloseable {
    private static final int TIMES = 0;

    private final OpenClBackend backend;
    private final Tensor arrivals;
    private final Plan plan;
    private final Kernel kernel;
    private final int[] count = new int[1];

    /**
     * Compiles the kernel.
     *
     * @param arena where what the launch needs beside its arguments is kept
     * @param arguments binds those that follow the first ones
     */
    GridLaunch(
            OpenClBackend backend,
            Arena arena,
            KernelVariant variant,
            NdRange range,
            int patience,
            Consumer<LaunchBuilder> arguments) {
        this.backend = backend;
        this.arrivals = arena.allocate("arrivals", DType.I32, 1, 1);
        Kernel[] made = new Kernel[1];
        this.plan = backend.plan(target -> {
            new ElementwiseLaunches(backend.preset(), target).fill(arrivals, 0);
            LaunchBuilder launch = new LaunchBuilder(target, variant)
                    .integer(0)
                    .integer(patience)
                    .tensor(arrivals);
            arguments.accept(launch);
            made[0] = launch.kernel();
            launch.launch(range);
        });
        this.kernel = made[0];
    }

    /** Launches the kernel, waits, and returns whether all groups met at every barrier. */
    boolean run(int times) {
        kernel.rebindInteger(TIMES, times);
        plan.run();
        backend.read(arrivals, count);
        return count[0] >= 0;
    }

    @Override
    public void close() {
        plan.close();
    }
}
