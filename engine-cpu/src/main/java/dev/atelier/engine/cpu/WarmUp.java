package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.Product;
import dev.atelier.engine.cpu.kernel.Scratch;

/**
 * Calls the kernels on tiny operands, so that the compiler has them ready when training starts: before that, vectors are objects
 * and a step takes a hundred times as long. Runs beside whatever the program does after it has opened the backend, such as
 * reading its data, and touches nothing of it.
 */
final class WarmUp implements Runnable {
    /** Time enough for every kernel to be called as often as the compiler wants to see, even as slowly as before it has run. */
    private static final long NANOS = 400_000_000;

    private static final int SIDE = 64;
    private static final int DEPTH = 16;
    private static final int STRIDE = SIDE + CpuTensor.SLACK;

    private final Kernels kernels;
    private final Scratch scratch = new Scratch();
    private final Product product = new Product();
    private final float[] left = new float[STRIDE * STRIDE];
    private final float[] right = new float[STRIDE * STRIDE];
    private final float[] result = new float[STRIDE * STRIDE];
    private final int[] indices = new int[DEPTH];
    private volatile boolean stopped;

    private WarmUp(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Starts a daemon thread that soon ends by itself. */
    static WarmUp start(Kernels kernels) {
        WarmUp warmUp = new WarmUp(kernels);
        Thread thread = new Thread(warmUp, "atelier-cpu-warm-up");
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    /** Ends the thread early. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        while (!stopped && System.nanoTime() - start < NANOS) {
            for (boolean accumulate : new boolean[] {false, true}) {
                sparse(accumulate);
                multiply(accumulate, false, false, SIDE);
                multiply(accumulate, true, false, SIDE);
                multiply(accumulate, false, true, SIDE);
                multiply(accumulate, false, false, 1);
                multiply(accumulate, true, false, 1);
            }
            kernels.add(result, 0, left, 0, SIDE);
            kernels.activate(Activation.RELU.function(), 1, SIDE, left, 0, STRIDE, result, 0, STRIDE);
            kernels.activationGradient(
                    Activation.RELU.function(), 1, SIDE, left, 0, STRIDE, right, 0, STRIDE, result, 0, STRIDE);
        }
    }

    private void sparse(boolean accumulate) {
        if (kernels.sparseRows() > 0) {
            kernels.sparseTile(left, indices, 0, DEPTH, right, 0, result, 0, STRIDE, accumulate, 1, 0);
        }
    }

    private void multiply(boolean accumulate, boolean transposeA, boolean transposeB, int columns) {
        product.rows = SIDE;
        product.columns = columns;
        product.depth = DEPTH;
        product.a.set(left, 0, STRIDE, transposeA);
        product.b.set(right, 0, STRIDE, transposeB);
        product.c.set(result, 0, STRIDE, false);
        product.accumulate = accumulate;
        product.alpha = 1;
        kernels.multiply(product, 0, SIDE, 0, columns, scratch);
    }
}
