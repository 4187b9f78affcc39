package dev.atelier.peers.openblas;

import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Row-major numbers outside the heap. */
final class Matrix implements AutoCloseable {
    final int rows;
    final int columns;
    final FloatPointer values;

    Matrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.values = new FloatPointer((long) rows * columns);
    }

    static Matrix of(float[] values, int rows) {
        Matrix matrix = new Matrix(rows, values.length / rows);
        matrix.values.put(values);
        return matrix;
    }

    Matrix fill(Random random) {
        for (long i = 0; i < (long) rows * columns; i++) {
            values.put(i, (float) random.nextGaussian() / (float) Math.sqrt(rows));
        }
        return this;
    }

    float get(int row, int column) {
        return values.get((long) row * columns + column);
    }

    /** {@code out = a b}, of which {@code m} rows and {@code n} columns are computed as sums of {@code k} products. */
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
