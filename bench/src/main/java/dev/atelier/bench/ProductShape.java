package dev.atelier.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One matrix product {@code [m][k] x [k][n]}, and how its operands lie in memory.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the inner products
 * @param transposeA whether the left operand is stored as {@code [k][m]}
 * @param transposeB whether the right operand is stored as {@code [n][k]}
 */
public record ProductShape(int m, int n, int k, boolean transposeA, boolean transposeB) {
    /** The most elements that a matrix may have: 256 MB, three of which any machine has room for twice. */
    public static final long MAX_ELEMENTS = 1L << 26;

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,9})x(\\d{1,9})x(\\d{1,9})(?::([nt])([nt]))?");

    /** Checks that the sizes are at least 1 and the matrices not too large. */
    public ProductShape {
        if (m < 1 || n < 1 || k < 1) {
            throw new IllegalArgumentException(
                    "the sizes of a product must be at least 1, but are " + m + ", " + n + " and " + k);
        }
        if (Math.max((long) m * n, Math.max((long) m * k, (long) k * n)) > MAX_ELEMENTS) {
            throw new IllegalArgumentException("a matrix of the product " + m + "x" + n + "x" + k + " is larger than "
                    + MAX_ELEMENTS + " elements");
        }
    }

    /** Returns {@code [side][side] x [side][side]}. */
    public static ProductShape square(int side) {
        return new ProductShape(side, side, side, false, false);
    }

    /**
     * Reads {@code MxNxK} or {@code MxNxK:LAYOUT}, where the layout is a letter for each operand: {@code n} as it is multiplied
     * (the default), {@code t} stored transposed.
     *
     * @throws IllegalArgumentException if it is none, or too large
     */
    public static ProductShape parse(String text) {
        Matcher matcher = NOTATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is no product; write MxNxK or, with the layout of the operands, MxNxK:nn, :nt, :tn or :tt");
        }
        return new ProductShape(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                "t".equals(matcher.group(4)),
                "t".equals(matcher.group(5)));
    }

    /** Returns the floating-point operations of one product: a multiplication and an addition count as two. */
    public double operations() {
        return 2.0 * m * n * k;
    }

    /** Returns the bytes of the operands and the result. */
    public double bytes() {
        return Float.BYTES * ((double) m * k + (double) k * n + (double) m * n);
    }

    /** Returns what {@link #parse} reads. */
    @Override
    public String toString() {
        return m + "x" + n + "x" + k + ":" + (transposeA ? "t" : "n") + (transposeB ? "t" : "n");
    }
}
