package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Tensor;

/**
 * The product {@code [m][k] x [k][n]}.
 *
 * @param transposeA whether A lies in memory as {@code [k][m]}
 * @param transposeB whether B lies in memory as {@code [n][k]}
 * @param m rows of the result
 * @param n columns of the result
 * @param k the length of the sums
 */
record GemmShape(boolean transposeA, boolean transposeB, int m, int n, int k) {
    /** Returns the shape of {@code op(a) op(b)}. */
    static GemmShape of(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        return new GemmShape(
                transposeA,
                transposeB,
                transposeA ? a.columns() : a.rows(),
                transposeB ? b.rows() : b.columns(),
                transposeA ? a.rows() : a.columns());
    }

    /** Returns a letter for each operand: n as multiplied, t transposed. */
    String layout() {
        return (transposeA ? "t" : "n") + (transposeB ? "t" : "n");
    }

    /** Returns the shapes that are tuned together with this one. */
    GemmBucket bucket() {
        return new GemmBucket(layout(), GemmBucket.bound(m), GemmBucket.bound(n), GemmBucket.bound(k));
    }

    @Override
    public String toString() {
        return layout() + " " + m + "x" + n + "x" + k;
    }
}
