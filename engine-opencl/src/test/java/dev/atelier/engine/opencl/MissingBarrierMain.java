package dev.atelier.engine.opencl;

import dev.atelier.engine.opencl.binding.Bindings;
import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.Context;
import dev.atelier.engine.opencl.device.Kernel;
import dev.atelier.engine.opencl.device.NdRange;
import dev.atelier.engine.opencl.device.OpenClDevice;
import dev.atelier.engine.opencl.device.Program;
import dev.atelier.engine.opencl.device.Queue;
import dev.atelier.kernels.KernelSources;
import java.nio.ByteBuffer;

/** Runs a product of this project on the first device, without one of its barriers: the argument is which, counted from 0. */
final class MissingBarrierMain {
    /** One tile is one round; two have both barriers between something. */
    private static final int DEPTH = 8;

    private static final int SIDE = 4;

    /** The barriers of the kernel. */
    static final int BARRIERS = 2;

    private MissingBarrierMain() {}

    public static void main(String[] arguments) {
        OpenClDevice device =
                OpenClDevice.list(Bindings.load(TestDevices.BINDING), "opencl").get(0);
        try (Context context = new Context(device);
                Queue queue = new Queue(context);
                Program program = Program.compile(
                        context,
                        "local_tile.cl",
                        without(Integer.parseInt(arguments[0])),
                        "-cl-std=CL1.2 -DSIDE=" + SIDE);
                Kernel kernel = program.kernel("local_tile");
                Buffer a = buffer(context, queue, SIDE * DEPTH);
                Buffer b = buffer(context, queue, DEPTH * SIDE);
                Buffer out = buffer(context, queue, SIDE * SIDE)) {
            kernel.integer(SIDE)
                    .integer(SIDE)
                    .integer(DEPTH)
                    .buffer(a)
                    .buffer(b)
                    .buffer(out);
            queue.enqueue(kernel, NdRange.groups(1, 1, SIDE, SIDE));
            queue.finish();
        }
    }

    private static String without(int barrier) {
        String[] parts = KernelSources.load("progression/3_local_tile").split("barrier\\(CLK_LOCAL_MEM_FENCE\\);", -1);
        if (parts.length != BARRIERS + 1) {
            throw new IllegalStateException("the kernel has " + (parts.length - 1) + " barriers");
        }
        StringBuilder source = new StringBuilder(parts[0]);
        for (int i = 0; i < BARRIERS; i++) {
            source.append(i == barrier ? "" : "barrier(CLK_LOCAL_MEM_FENCE);").append(parts[i + 1]);
        }
        return source.toString();
    }

    private static Buffer buffer(Context context, Queue queue, int floats) {
        Buffer buffer = context.createBuffer("values", (long) floats * Float.BYTES);
        queue.write(buffer, 0, ByteBuffer.allocateDirect(floats * Float.BYTES));
        return buffer;
    }
}
