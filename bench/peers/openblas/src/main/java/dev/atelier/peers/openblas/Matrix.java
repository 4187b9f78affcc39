package dev.atelier.peers.openblas;

import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Row-major numbers outside the heap. */
final class Matrix implements AutoCloseable {
    /** Of a cache line, in floats: rows that begin anywhere cost the library a few percent. */
    private static final int ALIGNMENT = 16;

    final int rows;
    final int columns;
    final FloatPointer values;

    Matrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.values = new FloatPointer((long) rows * columns + ALIGNMENT);
        long misplaced = values.address() / Float.BYTES % ALIGNMENT;
        values.position((ALIGNMENT - misplaced) % ALIGNMENT);
    }

    /** Fills the matrix with normally distributed numbers whose sums over a column have unit variance. */
    Matrix fill(Random random) {
        for (long i = 0; i < (long) rows * columns; i++) {
            values.put(i, (float) random.nextGaussian() / (float) Math.sqrt(rows));
        }
        return this;
    }

    /** Fills the matrix with these numbers, row by row. */
    Matrix fill(float[] numbers) {
        values.put(numbers, 0, rows * columns);
        return this;
    }

    float get(int row, int column) {
        return values.get((long) row * columns + column);
    }

    /** Computes {@code out = a x b}, where {@code a} is {@code [m][k]} and {@code b} is {@code [k][n]} once transposed. */
    static void multiply(Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, int m, int n, int k) {
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                transposeA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
                transposeB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
                m,
                n,
                k,
                1,
                a.values,
                a.columns,
                b.values,
                b.columns,
                0,
                out.values,
                out.columns);
    }

    @Override
    public void close() {
        values.close();
    }
}
