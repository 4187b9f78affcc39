package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.backend.Releases;
import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.Context;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.List;
import java.util.Map;

/** Finds out whether a device has the tensor cores that {@code tensor_core.cl} is written for, by building and running a small kernel. */
final class TensorCores {
    private static final int WARP = 32;
    private static final int ROWS = 16;
    private static final int COLUMNS = 8;
    private static final int DEPTH = 8;

    /** Whole numbers that fit one part, and that need both. Their sums of products fit a float: the product is exact. */
    private static final int LARGEST_OF_ONE_PART = 1 << 10;

    private static final int LARGEST_OF_TWO_PARTS = 1 << 15;
    private static final int LARGEST_OF_B = 1 << 5;

    private TensorCores() {}

    /** Returns in how many parts an operand is multiplied. */
    static int parts(Precision precision) {
        return precision == Precision.TF32 ? 1 : 2;
    }

    /**
     * Checks that a product of two fragments comes out right.
     *
     * @param precision not {@link Precision#FP32}
     * @param emulated whether a device without tensor cores will do
     * @return whether there are tensor cores
     * @throws BackendUnavailableException if there are none and none are emulated, or their product is wrong
     */
    static boolean check(
            Context context, LaunchTarget target, Transfers transfers, Precision precision, boolean emulated) {
        float[] a =
                wholeNumbers(ROWS * DEPTH, precision == Precision.TF32 ? LARGEST_OF_ONE_PART : LARGEST_OF_TWO_PARTS);
        float[] b = wholeNumbers(DEPTH * COLUMNS, LARGEST_OF_B);
        float[] out = new float[ROWS * COLUMNS];
        int[] isNative = new int[1];
        try {
            run(context, target, transfers, precision, a, b, out, isNative);
        } catch (BackendException e) {
            throw new BackendUnavailableException(
                    without(context, precision, "its driver refuses their instructions"), e);
        }
        if (isNative[0] == 0 && !emulated) {
            throw new BackendUnavailableException(without(context, precision, "it has none that OpenCL can use"));
        }
        for (int i = 0; i < out.length; i++) {
            float expected = 0;
            for (int d = 0; d < DEPTH; d++) {
                expected += a[i / COLUMNS * DEPTH + d] * b[d * COLUMNS + i % COLUMNS];
            }
            if (out[i] != expected) {
                throw new BackendUnavailableException(without(
                        context,
                        precision,
                        "element " + i + " of a product of theirs is " + out[i] + " and not " + expected));
            }
        }
        return isNative[0] != 0;
    }

    private static void run(
            Context context,
            LaunchTarget target,
            Transfers transfers,
            Precision precision,
            float[] a,
            float[] b,
            float[] out,
            int[] isNative) {
        Releases releases = new Releases();
        try {
            Buffer[] buffers = new Buffer[4];
            int[] lengths = {a.length, b.length, out.length, isNative.length};
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = context.createBuffer("tensor probe", (long) lengths[i] * Float.BYTES);
                releases.add(buffers[i]::close);
            }
            transfers.upload(buffers[0], a);
            transfers.upload(buffers[1], b);
            LaunchBuilder launch = new LaunchBuilder(
                    target,
                    KernelVariant.of(
                            List.of("tensor_core", "tensor_probe"), "tensor_probe", Map.of("PARTS", parts(precision))));
            for (Buffer buffer : buffers) {
                launch.buffer(buffer);
            }
            launch.launch(NdRange.groups(1, 1, WARP, 1));
            transfers.download(buffers[2], out);
            transfers.download(buffers[3], isNative);
        } catch (RuntimeException | Error e) {
            releases.closeAfter(e);
            throw e;
        }
        releases.close();
    }

    private static String without(Context context, Precision precision, String reason) {
        return "precision " + precision.label() + " needs tensor cores, as NVIDIA's GPUs from Ampere on have them; "
                + context.device().info().name() + ": " + reason;
    }

    /** Returns whole numbers of both signs below a power of two, most of them with as many digits as it has. */
    private static float[] wholeNumbers(int count, int bound) {
        float[] numbers = new float[count];
        int state = bound - 1;
        for (int i = 0; i < count; i++) {
            state = state * 1_103_515_245 + 12_345;
            numbers[i] = (state >>> 8) % (2 * bound - 1) - (bound - 1);
        }
        return numbers;
    }
}
