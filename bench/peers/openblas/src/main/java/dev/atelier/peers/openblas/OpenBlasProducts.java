package dev.atelier.peers.openblas;

import dev.atelier.bench.Operands;
import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Workload;
import dev.atelier.bench.products.side.Introduction;
import dev.atelier.bench.products.side.ProductLibrary;
import dev.atelier.bench.products.side.ProductServer;
import java.io.IOException;
import java.util.Objects;
import org.bytedeco.openblas.global.openblas_nolapack;

/** OpenBLAS's side of {@code bench products}: {@code cblas_sgemm} on matrices that stay where they are. */
public final class OpenBlasProducts implements ProductLibrary {
    private final int threads;

    private OpenBlasProducts(int threads) {
        openblas_nolapack.blas_set_num_threads(threads);
        this.threads = openblas_nolapack.blas_get_num_threads();
    }

    /** The entry point; the argument is the number of threads. */
    public static void main(String[] arguments) throws IOException {
        ProductServer.main(arguments, OpenBlasProducts::new);
    }

    @Override
    public Introduction introduction() {
        String version =
                Objects.requireNonNullElse(OpenBlasProducts.class.getPackage().getImplementationVersion(), "unknown");
        return new Introduction(version, threads, openblas_nolapack.OPENBLAS_VERSION.strip());
    }

    @Override
    public Workload prepare(ProductShape shape) {
        Operands operands = new Operands(shape);
        OneProduct product = new OneProduct(
                shape,
                new Matrix(operands.leftRows(), operands.leftColumns()).fill(operands.left()),
                new Matrix(operands.rightRows(), operands.rightColumns()).fill(operands.right()),
                new Matrix(shape.m(), shape.n()));
        product.run(1);
        operands.verify(product.out::get, "OpenBLAS");
        return product;
    }

    @Override
    public void close() {
        // The library belongs to the process.
    }

    private record OneProduct(ProductShape shape, Matrix a, Matrix b, Matrix out) implements Workload {
        @Override
        public void run(int times) {
            for (int i = 0; i < times; i++) {
                Matrix.multiply(a, shape.transposeA(), b, shape.transposeB(), out, shape.m(), shape.n(), shape.k());
            }
        }

        @Override
        public void close() {
            a.close();
            b.close();
            out.close();
        }
    }
}
