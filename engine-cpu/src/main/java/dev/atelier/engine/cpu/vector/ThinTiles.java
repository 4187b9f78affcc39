package dev.atelier.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Register tiles for results of at most one vector of 512 bits, such as a last layer's outputs and the gradient of its weights. What
 * distinguishes them from the narrow tiles of {@link EightRowTiles}, besides, is that the right factor's rows lie a constant
 * distance apart, as in tensors so narrow, so that the compiler drops the checks of its indices from the loop.
 */
final class ThinTiles {
    /** The rows of a tile of a transposed left factor. */
    static final int ROWS_OF_TRANSPOSED = 16;

    /** The rows of a tile of a row-major left factor: the place of each one takes a register. */
    static final int ROWS_OF_ROW_MAJOR = 8;

    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private ThinTiles() {}

    /**
     * {@code c = a b}, or {@code c = alpha a b + beta c} given {@code scales}, for 16 rows; {@code a} is transposed.
     *
     * @param depth how many products each element sums
     * @param a the left factor; step {@code p} of the sum takes its 16 values from {@code aOffset + p * aStride}
     * @param b the right factor; step {@code p} takes the vector at {@code bOffset + p * ThinProduct.B_STRIDE}
     * @param scales {@code alpha} and {@code beta}, or null
     */
    static void sixteenRows(
            int depth,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            float[] c,
            int cOffset,
            int cStride,
            float @Nullable [] scales) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        FloatVector c8 = FloatVector.zero(SPECIES);
        FloatVector c9 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c12 = FloatVector.zero(SPECIES);
        FloatVector c13 = FloatVector.zero(SPECIES);
        FloatVector c14 = FloatVector.zero(SPECIES);
        FloatVector c15 = FloatVector.zero(SPECIES);
        int i = aOffset;
        for (int p = 0; p < depth; p++) {
            FloatVector bp = FloatVector.fromArray(SPECIES, b, bOffset + p * ThinProduct.B_STRIDE);
            c0 = FloatVector.broadcast(SPECIES, a[i]).fma(bp, c0);
            c1 = FloatVector.broadcast(SPECIES, a[i + 1]).fma(bp, c1);
            c2 = FloatVector.broadcast(SPECIES, a[i + 2]).fma(bp, c2);
            c3 = FloatVector.broadcast(SPECIES, a[i + 3]).fma(bp, c3);
            c4 = FloatVector.broadcast(SPECIES, a[i + 4]).fma(bp, c4);
            c5 = FloatVector.broadcast(SPECIES, a[i + 5]).fma(bp, c5);
            c6 = FloatVector.broadcast(SPECIES, a[i + 6]).fma(bp, c6);
            c7 = FloatVector.broadcast(SPECIES, a[i + 7]).fma(bp, c7);
            c8 = FloatVector.broadcast(SPECIES, a[i + 8]).fma(bp, c8);
            c9 = FloatVector.broadcast(SPECIES, a[i + 9]).fma(bp, c9);
            c10 = FloatVector.broadcast(SPECIES, a[i + 10]).fma(bp, c10);
            c11 = FloatVector.broadcast(SPECIES, a[i + 11]).fma(bp, c11);
            c12 = FloatVector.broadcast(SPECIES, a[i + 12]).fma(bp, c12);
            c13 = FloatVector.broadcast(SPECIES, a[i + 13]).fma(bp, c13);
            c14 = FloatVector.broadcast(SPECIES, a[i + 14]).fma(bp, c14);
            c15 = FloatVector.broadcast(SPECIES, a[i + 15]).fma(bp, c15);
            i += aStride;
        }
        int row = cOffset;
        if (scales == null) {
            c0.intoArray(c, row);
            row += cStride;
            c1.intoArray(c, row);
            row += cStride;
            c2.intoArray(c, row);
            row += cStride;
            c3.intoArray(c, row);
            row += cStride;
            c4.intoArray(c, row);
            row += cStride;
            c5.intoArray(c, row);
            row += cStride;
            c6.intoArray(c, row);
            row += cStride;
            c7.intoArray(c, row);
            row += cStride;
            c8.intoArray(c, row);
            row += cStride;
            c9.intoArray(c, row);
            row += cStride;
            c10.intoArray(c, row);
            row += cStride;
            c11.intoArray(c, row);
            row += cStride;
            c12.intoArray(c, row);
            row += cStride;
            c13.intoArray(c, row);
            row += cStride;
            c14.intoArray(c, row);
            row += cStride;
            c15.intoArray(c, row);
            return;
        }
        FloatVector alpha = FloatVector.broadcast(SPECIES, scales[0]);
        FloatVector beta = FloatVector.broadcast(SPECIES, scales[1]);
        c0.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c1.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c2.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c3.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c4.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c5.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c6.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c7.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c8.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c9.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c10.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c11.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c12.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c13.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c14.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c15.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
    }

    /**
     * {@code c = a b}, or {@code c = alpha a b + beta c} given {@code scales}, for 8 rows of a row-major {@code a}. All rows of {@code a} lie at
     * the same place in their cache lines, and two loads from there collide in the first-level cache: so of two steps of the sum,
     * even rows take the first one first and odd rows the second.
     *
     * @param depth how many products each element sums
     * @param a the left factor; step {@code p} of the sum takes its values at {@code aOffset + row * aStride + p}
     * @param b the right factor; step {@code p} takes the vector at {@code bOffset + p * ThinProduct.B_STRIDE}
     * @param scales {@code alpha} and {@code beta}, or null
     */
    static void eightRows(
            int depth,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            float[] c,
            int cOffset,
            int cStride,
            float @Nullable [] scales) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        int a0 = aOffset;
        int a1 = aOffset + 1 * aStride;
        int a2 = aOffset + 2 * aStride;
        int a3 = aOffset + 3 * aStride;
        int a4 = aOffset + 4 * aStride;
        int a5 = aOffset + 5 * aStride;
        int a6 = aOffset + 6 * aStride;
        int a7 = aOffset + 7 * aStride;
        int p = 0;
        // As a constant, or the compiler does not see that the loop counts, and keeps a check of each index in it.
        int lastPair = depth - 1;
        for (; p < lastPair; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + p * ThinProduct.B_STRIDE);
            FloatVector b1 =
                    FloatVector.fromArray(SPECIES, b, bOffset + p * ThinProduct.B_STRIDE + ThinProduct.B_STRIDE);
            c0 = FloatVector.broadcast(SPECIES, a[a0 + p]).fma(b0, c0);
            c1 = FloatVector.broadcast(SPECIES, a[a1 + p + 1]).fma(b1, c1);
            c2 = FloatVector.broadcast(SPECIES, a[a2 + p]).fma(b0, c2);
            c3 = FloatVector.broadcast(SPECIES, a[a3 + p + 1]).fma(b1, c3);
            c4 = FloatVector.broadcast(SPECIES, a[a4 + p]).fma(b0, c4);
            c5 = FloatVector.broadcast(SPECIES, a[a5 + p + 1]).fma(b1, c5);
            c6 = FloatVector.broadcast(SPECIES, a[a6 + p]).fma(b0, c6);
            c7 = FloatVector.broadcast(SPECIES, a[a7 + p + 1]).fma(b1, c7);
            c0 = FloatVector.broadcast(SPECIES, a[a0 + p + 1]).fma(b1, c0);
            c1 = FloatVector.broadcast(SPECIES, a[a1 + p]).fma(b0, c1);
            c2 = FloatVector.broadcast(SPECIES, a[a2 + p + 1]).fma(b1, c2);
            c3 = FloatVector.broadcast(SPECIES, a[a3 + p]).fma(b0, c3);
            c4 = FloatVector.broadcast(SPECIES, a[a4 + p + 1]).fma(b1, c4);
            c5 = FloatVector.broadcast(SPECIES, a[a5 + p]).fma(b0, c5);
            c6 = FloatVector.broadcast(SPECIES, a[a6 + p + 1]).fma(b1, c6);
            c7 = FloatVector.broadcast(SPECIES, a[a7 + p]).fma(b0, c7);
        }
        if (p < depth) {
            FloatVector bp = FloatVector.fromArray(SPECIES, b, bOffset + p * ThinProduct.B_STRIDE);
            c0 = FloatVector.broadcast(SPECIES, a[a0 + p]).fma(bp, c0);
            c1 = FloatVector.broadcast(SPECIES, a[a1 + p]).fma(bp, c1);
            c2 = FloatVector.broadcast(SPECIES, a[a2 + p]).fma(bp, c2);
            c3 = FloatVector.broadcast(SPECIES, a[a3 + p]).fma(bp, c3);
            c4 = FloatVector.broadcast(SPECIES, a[a4 + p]).fma(bp, c4);
            c5 = FloatVector.broadcast(SPECIES, a[a5 + p]).fma(bp, c5);
            c6 = FloatVector.broadcast(SPECIES, a[a6 + p]).fma(bp, c6);
            c7 = FloatVector.broadcast(SPECIES, a[a7 + p]).fma(bp, c7);
        }
        int row = cOffset;
        if (scales == null) {
            c0.intoArray(c, row);
            row += cStride;
            c1.intoArray(c, row);
            row += cStride;
            c2.intoArray(c, row);
            row += cStride;
            c3.intoArray(c, row);
            row += cStride;
            c4.intoArray(c, row);
            row += cStride;
            c5.intoArray(c, row);
            row += cStride;
            c6.intoArray(c, row);
            row += cStride;
            c7.intoArray(c, row);
            return;
        }
        FloatVector alpha = FloatVector.broadcast(SPECIES, scales[0]);
        FloatVector beta = FloatVector.broadcast(SPECIES, scales[1]);
        c0.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c1.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c2.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c3.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c4.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c5.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c6.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c7.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
    }
}
