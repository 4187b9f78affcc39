package dev.atelier.engine.opencl;

import dev.atelier.engine.opencl.binding.Bindings;
import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.Context;
import dev.atelier.engine.opencl.device.Kernel;
import dev.atelier.engine.opencl.device.NdRange;
import dev.atelier.engine.opencl.device.OpenClDevice;
import dev.atelier.engine.opencl.device.Program;
import dev.atelier.engine.opencl.device.Queue;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A process that tries candidates, some of which do what must not take the rest along. The number of groups per core says what a
 * candidate does: planted faults from 901 on, else it takes so many milliseconds, by its own account.
 */
final class PlantedServerMain {
    static final int HANGS = 901;
    static final int WRITES_OUT_OF_BOUNDS = 902;
    static final int ENDS_ITS_PROCESS = 903;
    static final int IS_WRONG = 904;

    private PlantedServerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        CandidateServer.serve(arguments, backend -> PlantedServerMain::seconds);
    }

    private static double[] seconds(GemmShape shape, List<GemmTiling> tilings, int rounds) {
        return tilings.stream()
                .mapToInt(tiling -> tiling.get(GemmTiling.GROUPS_PER_CORE))
                .mapToDouble(PlantedServerMain::seconds)
                .toArray();
    }

    private static double seconds(int groups) {
        switch (groups) {
            case HANGS -> run("while (x[1] == 0) x[0] += 1;");
            case WRITES_OUT_OF_BOUNDS -> run("for (long i = 0; i < 1l << 40; i += 1024) x[i] = 1;");
            case ENDS_ITS_PROCESS -> kill();
            case IS_WRONG -> throw new CandidateTrial.WrongProductException("row 1, column 2 is 3 and not 4");
            default -> {
                return groups * 1e-3;
            }
        }
        return 0;
    }

    /** Runs a kernel on the first device. */
    private static void run(String body) {
        OpenClDevice device =
                OpenClDevice.list(Bindings.load(TestDevices.BINDING), "opencl").get(0);
        try (Context context = new Context(device);
                Queue queue = new Queue(context);
                Program program = Program.compile(
                        context,
                        "planted.cl",
                        "__kernel void planted(__global volatile int *x) { " + body + " }",
                        "-cl-std=CL1.2");
                Kernel kernel = program.kernel("planted");
                Buffer x = context.createBuffer("x", 4096)) {
            queue.write(x, 0, ByteBuffer.allocateDirect(4096));
            queue.enqueue(kernel.buffer(x), NdRange.covering(1, 1, 1, 1));
            queue.finish();
        }
    }

    private static void kill() {
        try {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            Thread.sleep(10_000);
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
