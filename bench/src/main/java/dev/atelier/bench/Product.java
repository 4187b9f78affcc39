package dev.atelier.bench;

import java.util.Locale;

/** The matrix products of one training step of the 784-1000-10 network, and squares to compare with other libraries. */
public enum Product {
    /** First layer, forward: {@code [B][784] x [784][1000]}. */
    FORWARD_1(false, false, 0, 784, 1000),
    /** First layer, gradient of the weights: {@code [B][784]^T x [B][1000]}. */
    GRADIENT_1(true, false, 784, 0, 1000),
    /** Second layer, forward: {@code [B][1000] x [1000][10]}. */
    FORWARD_2(false, false, 0, 1000, 10),
    /** Second layer, gradient of the weights: {@code [B][1000]^T x [B][10]}. */
    GRADIENT_2(true, false, 1000, 0, 10),
    /** Second layer, gradient of its input: {@code [B][10] x [1000][10]^T}. */
    INPUT_GRADIENT_2(false, true, 0, 10, 1000),
    /** {@code [B][B] x [B][B]}. */
    SQUARE(false, false, 0, 0, 0);

    private final boolean transposeA;
    private final boolean transposeB;
    private final int m;
    private final int k;
    private final int n;

    Product(boolean transposeA, boolean transposeB, int m, int k, int n) {
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        this.m = m;
        this.k = k;
        this.n = n;
    }

    /** Returns the product's shape at this batch size, or that of a square of this side. */
    public ProductShape at(int batch) {
        return new ProductShape(m == 0 ? batch : m, n == 0 ? batch : n, k == 0 ? batch : k, transposeA, transposeB);
    }

    /** Returns the name used in results, such as {@code forward-1}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
