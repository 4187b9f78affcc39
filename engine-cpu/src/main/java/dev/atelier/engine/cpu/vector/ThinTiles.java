package dev.atelier.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A register tile for results of at most one vector of columns, such as the gradient of a last layer's weights: sixteen rows of one
 * vector. What distinguishes it from the narrow tile of {@link EightRowTiles}, besides, is that the right factor's rows lie a
 * constant distance apart, as in tensors so narrow, so that the compiler drops the checks of its indices from the loop.
 */
final class ThinTiles {
    /** The rows of a tile. */
    static final int ROWS = 16;

    /** The distance between rows of the right factor. */
    static final int B_STRIDE = 16;

    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private ThinTiles() {}

    /**
     * {@code c = a b}, or {@code c = alpha a b + beta c} to accumulate.
     *
     * @param depth how many products each element sums
     * @param a the left factor; step {@code p} of the sum takes its 16 values from {@code aOffset + p * aStride}
     * @param b the right factor; step {@code p} takes the vector at {@code bOffset + p * B_STRIDE}
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
            boolean accumulate,
            float alpha,
            float beta) {
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
            FloatVector bp = FloatVector.fromArray(SPECIES, b, bOffset + p * B_STRIDE);
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
        if (!accumulate) {
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
        FloatVector scale = FloatVector.broadcast(SPECIES, alpha);
        c0.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c1.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c2.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c3.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c4.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c5.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c6.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c7.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c8.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c9.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c10.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c11.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c12.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c13.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c14.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c15.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
    }
}
