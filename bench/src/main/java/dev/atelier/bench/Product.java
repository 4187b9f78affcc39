package dev.atelier.bench;

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

    /** Whether the left operand is stored transposed. */
    public boolean transposeA() {
        return transposeA;
    }

    /** Whether the right operand is stored transposed. */
    public boolean transposeB() {
        return transposeB;
    }

    /** Returns the rows of the result at this batch size. */
    public int rows(int batch) {
        return m == 0 ? batch : m;
    }

    /** Returns the length of the inner products at this batch size. */
    public int inner(int batch) {
        return k == 0 ? batch : k;
    }

    /** Returns the columns of the result at this batch size. */
    public int columns(int batch) {
        return n == 0 ? batch : n;
    }

    /** Returns the floating-point operations of one product: a multiplication and an addition count as two. */
    public double operations(int batch) {
        return 2.0 * rows(batch) * inner(batch) * columns(batch);
    }
}
