package dev.atelier.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ThinTiles} of processors with vectors of 256 bits: two vectors of columns, and no rows but four, which divide a usual batch and
 * have enough sums under way to keep the units for multiply-add busy.
 */
final class ThinPairTiles {
    /** The rows of a tile. */
    static final int ROWS = 4;

    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private ThinPairTiles() {}

    /**
     * {@code c = a b}, or {@code c = alpha a b + beta c} given {@code scales}, for 4 rows of a row-major {@code a}.
     *
     * @param depth how many products each element sums
     * @param a the left factor; step {@code p} of the sum takes its values at {@code aOffset + row * aStride + p}
     * @param b the right factor; step {@code p} takes the vectors from {@code bOffset + p * ThinProduct.B_STRIDE}
     * @param scales {@code alpha} and {@code beta}, or null
     */
    static void multiply(
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
        FloatVector c0a = FloatVector.zero(SPECIES);
        FloatVector c0b = FloatVector.zero(SPECIES);
        FloatVector c1a = FloatVector.zero(SPECIES);
        FloatVector c1b = FloatVector.zero(SPECIES);
        FloatVector c2a = FloatVector.zero(SPECIES);
        FloatVector c2b = FloatVector.zero(SPECIES);
        FloatVector c3a = FloatVector.zero(SPECIES);
        FloatVector c3b = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p++) {
            int i = aOffset + p;
            int j = bOffset + p * ThinProduct.B_STRIDE;
            FloatVector ba = FloatVector.fromArray(SPECIES, b, j);
            FloatVector bb = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
            c0a = a0.fma(ba, c0a);
            c0b = a0.fma(bb, c0b);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + aStride]);
            c1a = a1.fma(ba, c1a);
            c1b = a1.fma(bb, c1b);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2 * aStride]);
            c2a = a2.fma(ba, c2a);
            c2b = a2.fma(bb, c2b);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3 * aStride]);
            c3a = a3.fma(ba, c3a);
            c3b = a3.fma(bb, c3b);
        }
        if (scales == null) {
            c0a.intoArray(c, cOffset);
            c0b.intoArray(c, cOffset + LANES);
            c1a.intoArray(c, cOffset + cStride);
            c1b.intoArray(c, cOffset + cStride + LANES);
            c2a.intoArray(c, cOffset + 2 * cStride);
            c2b.intoArray(c, cOffset + 2 * cStride + LANES);
            c3a.intoArray(c, cOffset + 3 * cStride);
            c3b.intoArray(c, cOffset + 3 * cStride + LANES);
            return;
        }
        FloatVector alpha = FloatVector.broadcast(SPECIES, scales[0]);
        FloatVector beta = FloatVector.broadcast(SPECIES, scales[1]);
        int row = cOffset;
        c0a.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c0b.fma(alpha, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        row += cStride;
        c1a.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c1b.fma(alpha, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        row += cStride;
        c2a.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c2b.fma(alpha, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        row += cStride;
        c3a.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c3b.fma(alpha, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
    }
}
