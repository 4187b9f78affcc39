package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.Product;
import dev.atelier.engine.cpu.kernel.Scratch;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingSettings;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the compiler make the kernels ready before training starts: until then vectors are objects and a step takes a hundred
 * times as long. First each kernel is called on tiny operands until it is fast, the one that takes most of a step first; then a tiny
 * network is trained, for all that lies between them. Runs once in a process, beside whatever the program does meanwhile, such as
 * reading its data.
 */
final class WarmUp implements Runnable {
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    /** A round of calls takes a few microseconds when they are compiled and milliseconds before. */
    private static final long COMPILED_NANOS = 60_000;

    /** After so many rounds, two calls each, a method has been called often enough and waits for the compiler: more calls would take time from it. */
    private static final int ROUNDS_WITHOUT_PAUSE = 450;

    private static final int PAUSE_MILLIS = 2;

    /** The kernels' part ends then, compiled or not. */
    private static final long PATIENCE_NANOS = 700_000_000;

    private static final int SIDE = 64;
    private static final int DEPTH = 16;
    private static final int STRIDE = SIDE + CpuTensor.SLACK;

    private static final int SAMPLES = 64;
    private static final int PIXELS = 256;
    private static final int CLASSES = 10;

    /** The stride of matrices that have a column for each class, for which there are tiles of their own. */
    private static final int CLASS_STRIDE = CpuTensor.strideOf(CLASSES);

    /** Not a multiple of a panel's width, so that the edges are compiled as well. */
    private static final int HIDDEN = 72;

    private static final int BATCH = 16;
    private static final int EPOCHS = 10;

    /** Every fifth pixel is not zero, as in images of digits. */
    private static final int PIXEL_DISTANCE = 5;

    private final Kernels kernels;
    private final Scratch scratch = new Scratch();
    private final Product product = new Product();
    private final float[] left = new float[STRIDE * STRIDE];
    private final float[] right = new float[STRIDE * STRIDE];
    private final float[] result = new float[STRIDE * STRIDE];
    private final int[] indices = new int[DEPTH];
    private final long start = System.nanoTime();

    private WarmUp(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Starts a daemon thread that ends by itself; does nothing when called again. */
    static void start(Kernels kernels) {
        if (STARTED.compareAndSet(false, true)) {
            Thread thread = new Thread(new WarmUp(kernels), "atelier-cpu-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void run() {
        try {
            if (kernels.sparseRows() > 0) {
                callUntilCompiled(this::sparse);
            }
            callUntilCompiled(this::dense);
        } catch (InterruptedException e) {
            return;
        }
        train(new UpdateRule.Sgd(0));
        train(new UpdateRule.Momentum(0.9f, true, 0));
    }

    private void callUntilCompiled(Runnable calls) throws InterruptedException {
        long fastest = Long.MAX_VALUE;
        for (int round = 0; fastest > COMPILED_NANOS && System.nanoTime() - start < PATIENCE_NANOS; round++) {
            long begin = System.nanoTime();
            calls.run();
            fastest = Math.min(fastest, System.nanoTime() - begin);
            if (round > ROUNDS_WITHOUT_PAUSE) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void sparse() {
        for (boolean accumulate : new boolean[] {false, true}) {
            kernels.sparseTile(left, indices, 0, DEPTH, right, 0, result, 0, STRIDE, accumulate, 1, 0);
        }
    }

    private void dense() {
        for (boolean accumulate : new boolean[] {false, true}) {
            multiply(accumulate, false, true, SIDE, STRIDE);
            multiply(accumulate, false, false, CLASSES, CLASS_STRIDE);
            multiply(accumulate, true, false, CLASSES, CLASS_STRIDE);
        }
        kernels.add(result, 0, left, 0, SIDE);
        kernels.activate(Activation.RELU.function(), 1, SIDE, left, 0, STRIDE, result, 0, STRIDE);
        kernels.activationGradient(
                Activation.RELU.function(), 1, SIDE, left, 0, STRIDE, right, 0, STRIDE, result, 0, STRIDE);
    }

    private void multiply(boolean accumulate, boolean transposeA, boolean transposeB, int columns, int stride) {
        product.rows = SIDE;
        product.columns = columns;
        product.depth = DEPTH;
        product.a.set(left, 0, STRIDE, transposeA);
        product.b.set(right, 0, stride, transposeB);
        product.c.set(result, 0, stride, false);
        product.accumulate = accumulate;
        product.alpha = 1;
        kernels.multiply(product, 0, SIDE, 0, columns, scratch);
    }

    private void train(UpdateRule rule) {
        byte[] pixels = new byte[SAMPLES * PIXELS];
        for (int i = 0; i < pixels.length; i += PIXEL_DISTANCE) {
            pixels[i] = (byte) i;
        }
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            labels[i] = i % CLASSES;
        }
        Dataset data = Dataset.ofBytes(pixels, PIXELS, 1f / 255, labels, CLASSES);
        NetworkSpec network = NetworkSpec.classifier(PIXELS, List.of(HIDDEN), Activation.RELU.function(), CLASSES);
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(EPOCHS)
                .batchSize(BATCH)
                .rule(rule)
                .schedule(LearningRateSchedule.constant(0.01))
                .build();
        DeviceInfo device = new DeviceInfo("cpu", 0, "warm-up", DeviceInfo.Kind.CPU, "", 1, 1 << 30, 0);
        try (CpuBackend backend = new CpuBackend(device, new CpuEngine(kernels, 1, InputPath.SPARSE));
                Trainer trainer = new Trainer(backend, network, settings, data, null, data)) {
            trainer.run(TrainingListener.silent());
        }
    }
}
