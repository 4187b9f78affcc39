package dev.atelier.engine.tck;

import java.util.Arrays;

/** Dense algebra in double precision. */
final class DenseOracle {
    private DenseOracle() {}

    /** Returns {@code op(a) op(b)} with {@code op(a)} {@code [m][k]} and {@code op(b)} {@code [k][n]}. */
    static Expected matmul(float[] a, boolean transposeA, float[] b, boolean transposeB, int m, int k, int n) {
        float[] left = transposeA ? transpose(a, k, m) : a;
        float[] right = transposeB ? transpose(b, n, k) : b;
        Expected out = Expected.ofSize(m * n);
        double[] sums = new double[n];
        double[] magnitudes = new double[n];
        for (int i = 0; i < m; i++) {
            Arrays.fill(sums, 0);
            Arrays.fill(magnitudes, 0);
            for (int p = 0; p < k; p++) {
                double x = left[i * k + p];
                for (int j = 0; j < n; j++) {
                    double product = x * right[p * n + j];
                    sums[j] += product;
                    magnitudes[j] += Math.abs(product);
                }
            }
            for (int j = 0; j < n; j++) {
                out.set(i * n + j, sums[j], Tolerance.ofSum(k, magnitudes[j]));
            }
        }
        return out;
    }

    /** Adds a row to each row of {@code x [rows][n]}, whose tolerances grow by those of one more term. */
    static Expected addBias(Expected x, float[] bias) {
        Expected out = Expected.ofSize(x.size());
        for (int i = 0; i < out.size(); i++) {
            double term = bias[i % bias.length];
            double sum = x.value(i) + term;
            out.set(i, sum, x.tolerance(i) + Tolerance.ofRounding(Math.abs(x.value(i)) + Math.abs(term)));
        }
        return out;
    }

    /** Returns the sums of the columns of {@code x [rows][columns]}. */
    static Expected columnSums(float[] x, int rows, int columns) {
        Expected out = Expected.ofSize(columns);
        for (int j = 0; j < columns; j++) {
            double sum = 0;
            double magnitude = 0;
            for (int i = 0; i < rows; i++) {
                sum += x[i * columns + j];
                magnitude += Math.abs(x[i * columns + j]);
            }
            out.set(j, sum, Tolerance.ofSum(rows, magnitude));
        }
        return out;
    }

    /** Returns {@code x^T} of {@code x [rows][columns]}. */
    static float[] transpose(float[] x, int rows, int columns) {
        float[] out = new float[x.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = x[i * columns + j];
            }
        }
        return out;
    }
}
