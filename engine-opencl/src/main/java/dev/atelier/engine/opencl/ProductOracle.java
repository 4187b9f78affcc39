package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Precision;
import java.util.Random;

/** A product of random matrices, computed in double precision, to check kernels against. */
final class ProductOracle {
    /**
     * How far an element may be off, as a part of the sum of the absolute values of what was added up: what the engine's backends
     * agree within. Rounding of sums of 4096 floats stays ten times below; products of numbers cut to TF32 do not.
     */
    private static final double TOLERANCE = 1e-5;

    /** Multiply-adds of one check, a fraction of a second; larger products are checked in rows from their first to their last. */
    private static final long MOST_OPERATIONS = 1L << 27;

    private static final long SEED = 20_261_125;

    private final GemmShape shape;
    private final double tolerance;
    private final float[] a;
    private final float[] b;
    private final int checkedRows;

    /** The checked rows of the product, one after the other, and for each element the sum of absolute values. */
    private final double[] sums;

    private final double[] magnitudes;

    ProductOracle(GemmShape shape, Precision precision) {
        this.shape = shape;
        this.tolerance = precision == Precision.TF32 ? TOLERANCE + precision.productError() : TOLERANCE;
        Random random = new Random(SEED);
        this.a = uniform(random, shape.m() * shape.k());
        this.b = uniform(random, shape.k() * shape.n());
        this.checkedRows = (int) Math.max(1, Math.min(shape.m(), MOST_OPERATIONS / ((long) shape.n() * shape.k())));
        this.sums = new double[checkedRows * shape.n()];
        this.magnitudes = new double[checkedRows * shape.n()];
        for (int i = 0; i < checkedRows; i++) {
            computeRow(i);
        }
    }

    private static float[] uniform(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    /** Returns the rows that are checked: evenly spread, the first and the last among them. */
    private int row(int i) {
        return checkedRows == 1 ? 0 : (int) ((long) i * (shape.m() - 1) / (checkedRows - 1));
    }

    private void computeRow(int i) {
        int row = row(i);
        int n = shape.n();
        for (int d = 0; d < shape.k(); d++) {
            double x = shape.transposeA() ? a[d * shape.m() + row] : a[row * shape.k() + d];
            int start = shape.transposeB() ? d : d * n;
            int step = shape.transposeB() ? shape.k() : 1;
            for (int j = 0; j < n; j++) {
                double term = x * b[start + j * step];
                sums[i * n + j] += term;
                magnitudes[i * n + j] += Math.abs(term);
            }
        }
    }

    GemmShape shape() {
        return shape;
    }

    /** Returns A as it lies in memory. */
    float[] a() {
        return a;
    }

    /** Returns B as it lies in memory. */
    float[] b() {
        return b;
    }

    /** Returns what is wrong with a product, or nothing. */
    String fault(float[] product) {
        for (int i = 0; i < checkedRows; i++) {
            for (int j = 0; j < shape.n(); j++) {
                double expected = sums[i * shape.n() + j];
                float found = product[row(i) * shape.n() + j];
                // Written so that NaN is a fault.
                if (!(Math.abs(found - expected) <= tolerance * magnitudes[i * shape.n() + j])) {
                    return "row " + row(i) + ", column " + j + " of " + shape + " is " + found + " and not "
                            + (float) expected;
                }
            }
        }
        return "";
    }
}
