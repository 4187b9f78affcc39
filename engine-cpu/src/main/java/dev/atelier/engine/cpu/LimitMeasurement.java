package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.DeviceLimits;
import dev.atelier.engine.cpu.kernel.Kernels;

/** Measures how fast the threads together multiply and add, and copy memory: the best of several trials each. */
final class LimitMeasurement {
    /** Enough for the compiler to have taken over the loop, and for a moment in which nothing else runs. */
    private static final int TRIALS = 60;

    /** Rounds in a trial, some hundred microseconds. */
    private static final int ROUNDS = 1 << 16;

    /** Floats copied by all threads together, 64 MB: more than caches hold. */
    private static final int COPIED = 16 << 20;

    private static final int COPY_TRIALS = 6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final CpuEngine engine;

    LimitMeasurement(CpuEngine engine) {
        this.engine = engine;
    }

    DeviceLimits measure() {
        return new DeviceLimits(operationsPerSecond(), bytesPerSecond());
    }

    private double operationsPerSecond() {
        int threads = engine.pool.threads();
        long[] operations = new long[threads];
        float[][] results = new float[threads][Kernels.MAX_LANES];
        double best = Double.NaN;
        for (int trial = 0; trial < TRIALS; trial++) {
            long start = System.nanoTime();
            engine.pool.run((part, parts) -> operations[part] = engine.kernels.multiplyAdd(ROUNDS, results[part]));
            long nanos = System.nanoTime() - start;
            long total = 0;
            for (int part = 0; part < threads; part++) {
                total += operations[part];
            }
            if (total == 0) {
                return Double.NaN;
            }
            double rate = total * NANOS_PER_SECOND / nanos;
            best = Double.isNaN(best) ? rate : Math.max(best, rate);
        }
        return best;
    }

    private double bytesPerSecond() {
        float[] source = new float[COPIED];
        float[] target = new float[COPIED];
        double best = 0;
        for (int trial = 0; trial < COPY_TRIALS; trial++) {
            long start = System.nanoTime();
            engine.pool.run((part, parts) -> {
                int begin = Task.begin(part, parts, COPIED);
                System.arraycopy(source, begin, target, begin, Task.begin(part + 1, parts, COPIED) - begin);
            });
            long nanos = System.nanoTime() - start;
            best = Math.max(best, 2.0 * Float.BYTES * COPIED * NANOS_PER_SECOND / nanos);
        }
        return best;
    }
}
