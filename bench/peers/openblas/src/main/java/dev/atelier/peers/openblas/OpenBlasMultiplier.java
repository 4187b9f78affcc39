package dev.atelier.peers.openblas;

import dev.atelier.bench.products.Multiplier;
import dev.atelier.bench.products.ProductShape;
import dev.atelier.bench.products.ProductWorker;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.jspecify.annotations.Nullable;

/** The products of {@code cblas_sgemm}. */
public final class OpenBlasMultiplier implements Multiplier {
    private final int threads;
    private @Nullable ProductShape shape;
    private Matrix left = new Matrix(1, 1);
    private Matrix right = new Matrix(1, 1);
    private Matrix out = new Matrix(1, 1);

    private OpenBlasMultiplier(int threads) {
        this.threads = threads;
    }

    /** The entry point; the argument is the number of threads, which the environment has told the library already. */
    public static void main(String[] arguments) {
        ProductWorker.serve(new OpenBlasMultiplier(Integer.parseInt(arguments[0])));
    }

    @Override
    public String description() {
        return openblas_nolapack.OPENBLAS_VERSION.strip();
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public double peakOperationsPerSecond() {
        return Double.NaN;
    }

    @Override
    public void prepare(ProductShape next, float[] a, float[] b) {
        close();
        shape = next;
        left = Matrix.of(a, next.transposeA() ? next.k() : next.m());
        right = Matrix.of(b, next.transposeB() ? next.n() : next.k());
        out = new Matrix(next.m(), next.n());
    }

    @Override
    public void run(int times) {
        ProductShape product = shape;
        if (product == null) {
            throw new IllegalStateException("run: nothing was prepared");
        }
        for (int i = 0; i < times; i++) {
            Matrix.multiply(left, product.transposeA(), right, product.transposeB(), out, product.m(), product.n(), product.k());
        }
    }

    @Override
    public float[] result() {
        float[] result = new float[out.rows * out.columns];
        out.values.get(result);
        return result;
    }

    @Override
    public void close() {
        left.close();
        right.close();
        out.close();
    }
}
