package dev.atelier.bench;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;

/** One matrix product on one backend, verified when it is set up and then run as often as one likes. */
public final class GemmRun implements AutoCloseable {
    /** A float sum is off by at most this, times its length, times the sum of its terms' magnitudes (Higham 2002, 4.2). */
    private static final double ROUNDING = 0x1p-24;

    private final Backend backend;
    private final Arena arena;
    private final Plan plan;

    /**
     * Sets up the product with random operands and verifies its first row, its last row and its last column against double
     * precision.
     *
     * @throws IllegalStateException if the result is wrong
     */
    public GemmRun(Backend backend, Product product, int batch) {
        this.backend = backend;
        this.arena = backend.arena("gemm");
        int m = product.rows(batch);
        int k = product.inner(batch);
        int n = product.columns(batch);
        float[] left = random(1, m * k);
        float[] right = random(2, k * n);
        Tensor a = arena.allocate("a", DType.F32, product.transposeA() ? k : m, product.transposeA() ? m : k);
        Tensor b = arena.allocate("b", DType.F32, product.transposeB() ? n : k, product.transposeB() ? k : n);
        Tensor out = arena.allocate("out", DType.F32, m, n);
        backend.write(a, left);
        backend.write(b, right);
        this.plan = backend.record(ops -> ops.matmul(a, product.transposeA(), b, product.transposeB(), out));
        plan.run();
        float[] result = new float[m * n];
        backend.read(out, result);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j += i == 0 || i == m - 1 ? 1 : Math.max(1, n - 1)) {
                double expected = 0;
                double magnitude = 0;
                for (int p = 0; p < k; p++) {
                    double term = (double) left[product.transposeA() ? p * m + i : i * k + p]
                            * right[product.transposeB() ? j * k + p : p * n + j];
                    expected += term;
                    magnitude += Math.abs(term);
                }
                if (!(Math.abs(result[i * n + j] - expected) <= ROUNDING * k * magnitude)) {
                    throw new IllegalStateException(product + " at batch " + batch + " on " + backend.description()
                            + " is wrong at [" + i + "][" + j + "]: " + result[i * n + j] + " instead of " + expected);
                }
            }
        }
    }

    private static float[] random(int number, int length) {
        float[] values = new float[length];
        new CounterRandom(1, Purpose.SYNTHETIC_DATA, number).fillUniform(values, 1);
        return values;
    }

    /** Computes the product {@code times} times and waits. */
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            plan.run();
        }
        backend.synchronize();
    }

    @Override
    public void close() {
        plan.close();
        arena.close();
    }
}
