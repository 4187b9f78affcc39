package dev.atelier.engine.cpu.kernel;

/**
 * Sums in double precision, in an order that is fixed: the Vector API leaves the order of its own reductions open, and it
 * differs between interpreted and compiled code.
 */
public final class Reductions {
    private Reductions() {}

    /** Returns the sum of squares of a piece of a row. */
    public static double sumOfSquares(float[] x, int offset, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int j = 0;
        for (; j <= length - 4; j += 4) {
            sum0 += square(x[offset + j]);
            sum1 += square(x[offset + j + 1]);
            sum2 += square(x[offset + j + 2]);
            sum3 += square(x[offset + j + 3]);
        }
        for (; j < length; j++) {
            sum0 += square(x[offset + j]);
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** Returns the sum of squared differences of two pieces of rows. */
    public static double squaredDistance(float[] x, int xOffset, float[] y, int yOffset, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int j = 0;
        for (; j <= length - 4; j += 4) {
            sum0 += square((double) x[xOffset + j] - y[yOffset + j]);
            sum1 += square((double) x[xOffset + j + 1] - y[yOffset + j + 1]);
            sum2 += square((double) x[xOffset + j + 2] - y[yOffset + j + 2]);
            sum3 += square((double) x[xOffset + j + 3] - y[yOffset + j + 3]);
        }
        for (; j < length; j++) {
            sum0 += square((double) x[xOffset + j] - y[yOffset + j]);
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    private static double square(double value) {
        return value * value;
    }
}
