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

/** Runs a small kernel, right or with a fault, on the first device. */
final class PlantedFaultMain {
    private static final int ITEMS = 8;

    /** What can be wrong, and what the simulator calls it. */
    enum Fault {
        OUT_OF_BOUNDS("x[i + 1] = 1;", "Invalid write"),
        RACE("x[0] = i;", "data race"),
        MISSING_BARRIER("__local int y[8]; y[i] = x[i]; x[i] = y[7 - i];", "data race"),
        UNINITIALIZED("int y[2]; y[0] = i; x[i] = y[i % 2];", "Uninitialized");

        private final String body;
        private final String finding;

        Fault(String body, String finding) {
            this.body = body;
            this.finding = finding;
        }

        String finding() {
            return finding;
        }
    }

    private PlantedFaultMain() {}

    public static void main(String[] arguments) {
        String body = arguments[0].equals("none") ? "x[i] = i;" : Fault.valueOf(arguments[0]).body;
        OpenClDevice device =
                OpenClDevice.list(Bindings.load(TestDevices.BINDING), "opencl").get(0);
        try (Context context = new Context(device);
                Queue queue = new Queue(context);
                Program program = Program.compile(
                        context,
                        "fault.cl",
                        "__kernel void fault(__global int *x) { const int i = get_local_id(0); " + body + " }",
                        "-cl-std=CL1.2");
                Kernel kernel = program.kernel("fault");
                Buffer x = context.createBuffer("x", (long) ITEMS * Integer.BYTES)) {
            queue.write(x, 0, ByteBuffer.allocateDirect(ITEMS * Integer.BYTES));
            queue.enqueue(kernel.buffer(x), NdRange.covering(ITEMS, 1, ITEMS, 1));
            queue.finish();
        }
    }
}
