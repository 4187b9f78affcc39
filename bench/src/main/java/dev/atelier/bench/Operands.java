package dev.atelier.bench;

import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;

/** The operands of a product, the same ones in every process, and the check of its result against double precision. */
public final class Operands {
    private static final long SEED = 1;
    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int CHECKED = 3;

    /** Elements that are checked beside the first row, the last row and the last column, where tiles are cut off. */
    private static final int CHECKED_INSIDE = 500;

    /** A float sum is off by at most this, times its length, times the sum of its terms' magnitudes (Higham 2002, 4.2). */
    private static final double ROUNDING = 0x1p-24;

    private final ProductShape shape;
    private final float[] left;
    private final float[] right;

    /** Draws the operands of a product, uniform in [-1, 1]. */
    public Operands(ProductShape shape) {
        this.shape = shape;
        this.left = random(LEFT, shape.m() * shape.k());
        this.right = random(RIGHT, shape.k() * shape.n());
    }

    /** Reads one element of a result. */
    @FunctionalInterface
    public interface Result {
        /** Returns the element. */
        float at(int row, int column);
    }

    private static float[] random(int number, int length) {
        float[] values = new float[length];
        new CounterRandom(SEED, Purpose.SYNTHETIC_DATA, number).fillUniform(values, 1);
        return values;
    }

    /** Returns the left operand as it is stored, row by row. */
    public float[] left() {
        return left;
    }

    /** Returns the right operand as it is stored, row by row. */
    public float[] right() {
        return right;
    }

    /** Returns the rows of the left operand as it is stored. */
    public int leftRows() {
        return shape.transposeA() ? shape.k() : shape.m();
    }

    /** Returns the columns of the left operand as it is stored. */
    public int leftColumns() {
        return shape.transposeA() ? shape.m() : shape.k();
    }

    /** Returns the rows of the right operand as it is stored. */
    public int rightRows() {
        return shape.transposeB() ? shape.n() : shape.k();
    }

    /** Returns the columns of the right operand as it is stored. */
    public int rightColumns() {
        return shape.transposeB() ? shape.k() : shape.n();
    }

    /**
     * Compares the edges of a result, and elements drawn from all of it, with double precision.
     *
     * @param who computed it, for the message
     * @throws WrongResultException if an element is off by more than single precision explains
     */
    public void verify(Result result, String who) {
        verify(result, Precision.FP32, who);
    }

    /**
     * Compares the edges of a result, and elements drawn from all of it, with double precision.
     *
     * @param precision that it was multiplied in
     * @param who computed it, for the message
     * @throws WrongResultException if an element is off by more than the precision explains
     */
    public void verify(Result result, Precision precision, String who) {
        double tolerance = tolerance(precision);
        int lastRow = shape.m() - 1;
        int lastColumn = shape.n() - 1;
        for (int column = 0; column <= lastColumn; column++) {
            verify(result, who, tolerance, 0, column);
            verify(result, who, tolerance, lastRow, column);
        }
        for (int row = 0; row <= lastRow; row++) {
            verify(result, who, tolerance, row, lastColumn);
        }
        CounterRandom random = new CounterRandom(SEED, Purpose.SYNTHETIC_DATA, CHECKED);
        for (int i = 0; i < CHECKED_INSIDE; i++) {
            verify(result, who, tolerance, random.nextInt(shape.m()), random.nextInt(shape.n()));
        }
    }

    /** A tensor core cuts what it adds up instead of rounding it, and so is off by twice as much. */
    private double tolerance(Precision precision) {
        return precision == Precision.FP32 ? ROUNDING * shape.k() : 2 * ROUNDING * shape.k() + precision.productError();
    }

    private void verify(Result result, String who, double tolerance, int row, int column) {
        int leftStart = shape.transposeA() ? row : row * shape.k();
        int leftStep = shape.transposeA() ? shape.m() : 1;
        int rightStart = shape.transposeB() ? column * shape.k() : column;
        int rightStep = shape.transposeB() ? 1 : shape.n();
        double expected = 0;
        double magnitude = 0;
        for (int p = 0; p < shape.k(); p++) {
            double term = (double) left[leftStart + p * leftStep] * right[rightStart + p * rightStep];
            expected += term;
            magnitude += Math.abs(term);
        }
        float actual = result.at(row, column);
        if (!(Math.abs(actual - expected) <= tolerance * magnitude)) {
            throw new WrongResultException("the product " + shape + " on " + who + " is wrong at [" + row + "]["
                    + column + "]: " + actual + " instead of " + expected);
        }
    }
}
