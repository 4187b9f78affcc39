package dev.atelier.engine.tck;

/**
 * How far a single-precision result may lie from the double-precision oracle.
 *
 * <p>A float sum of {@code n} terms, in any order and with or without fused multiply-add, is off by at most about
 * {@code n u sum |term|} with {@code u = 2^-24} (Higham, Accuracy and Stability of Numerical Algorithms, section 4.2). So the
 * tolerance of a reduction grows with its length and with the sum of its terms' magnitudes, which is computed beside the sum.
 * That is tight enough to notice one forgotten term, since a term weighs about {@code 1/n} of the magnitude.
 */
final class Tolerance {
    /** The unit roundoff of float. */
    static final double UNIT = 0x1p-24;

    /**
     * Sums of more terms than this get no further tolerance: one float accumulator that runs over a slab of some hundred
     * thousand elements loses three digits, and a backend is to split such a sum into parts.
     */
    static final int LONGEST_RUN = 1024;

    /** What the few roundings around a sum may add, in units of roundoff. */
    static final int FEW = 8;

    /**
     * Units of roundoff granted to an activation's value: twice the 16 ULP that OpenCL grants {@code erf}, its least accurate
     * function here.
     */
    static final int FUNCTION = 64;

    /** Results below this may be flushed to zero: devices need not keep subnormal numbers, also not half way. */
    static final double SUBNORMAL = 1e-36;

    private Tolerance() {}

    /** Returns the tolerance of a sum of {@code length} terms whose magnitudes add up to {@code magnitude}. */
    static double ofSum(int length, double magnitude) {
        return (Math.min(length, LONGEST_RUN) + FEW) * UNIT * magnitude + SUBNORMAL;
    }

    /** Returns the tolerance of a few roundings of a number of this magnitude. */
    static double ofRounding(double magnitude) {
        return FEW * UNIT * Math.abs(magnitude) + SUBNORMAL;
    }
}
