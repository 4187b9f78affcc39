package dev.atelier.bench.products;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The matrix product {@code [m][k] x [k][n]}, whose factors may be stored transposed.
 *
 * @param transposeA whether the left factor is stored as {@code [k][m]}
 * @param transposeB whether the right factor is stored as {@code [n][k]}
 */
public record ProductShape(int m, int n, int k, boolean transposeA, boolean transposeB) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})x(\\d{1,9})x(\\d{1,9})(?::([nt])([nt]))?");

    /** The most elements that a matrix may have: 256 MB. */
    private static final long MAX_ELEMENTS = 1 << 26;

    /** Checks the sizes. */
    public ProductShape {
        if (m < 1 || n < 1 || k < 1) {
            throw new IllegalArgumentException(
                    "a product's sizes must be at least 1, but are " + m + ", " + n + " and " + k);
        }
        if (Math.max((long) m * n, Math.max((long) m * k, (long) k * n)) > MAX_ELEMENTS) {
            throw new IllegalArgumentException(
                    "a matrix of " + m + "x" + n + "x" + k + " has more than " + MAX_ELEMENTS + " elements");
        }
    }

    /**
     * Reads what {@link #toString} writes, such as {@code 300x500x700:nt}; without a suffix both factors are stored as they are.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static ProductShape parse(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a product; write rows x columns x depth such as 300x500x700, and :nt if the right factor is"
                    + " transposed");
        }
        return new ProductShape(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                "t".equals(matcher.group(4)),
                "t".equals(matcher.group(5)));
    }

    /** Returns the floating-point operations: a multiplication and an addition count as two. */
    public double operations() {
        return 2.0 * m * n * k;
    }

    @Override
    public String toString() {
        return m + "x" + n + "x" + k + ":" + (transposeA ? "t" : "n") + (transposeB ? "t" : "n");
    }
}
