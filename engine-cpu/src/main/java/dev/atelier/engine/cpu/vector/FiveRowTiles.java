package dev.atelier.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Register tiles for processors with 16 vector registers: five rows of two vectors, or of one at a matrix's edge.
 *
 * <p>Each accumulator is a local variable of its own, because the compiler keeps those in registers and an array of them
 * nowhere. Ten of them and two vectors of the right factor leave four registers: the compiler holds up to four values of the left factor
 * at once, and when none is left it moves accumulators to the stack, in some processes and not in others. With twelve accumulators, or
 * with the scales as parameters, which take registers too, that halved the speed. Nothing here calls a method that the compiler may
 * leave uninlined, since then it would keep vectors as objects.
 */
final class FiveRowTiles {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private FiveRowTiles() {}

    /**
     * {@code c = a b}, or {@code c = alpha a b + beta c} given {@code scales}, for a tile of 5 rows and two vectors of columns.
     *
     * @param depth how many products each element sums
     * @param a the left factor; step {@code p} of the sum takes its 5 values from {@code aOffset + p * aStride}
     * @param b the right factor; step {@code p} takes the vectors from {@code bOffset + p * bStride}
     * @param scales {@code alpha} and {@code beta}, or null
     */
    static void wide(
            int depth,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
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
        FloatVector c4a = FloatVector.zero(SPECIES);
        FloatVector c4b = FloatVector.zero(SPECIES);
        int i = aOffset;
        int j = bOffset;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = FloatVector.fromArray(SPECIES, b, j);
            FloatVector bb = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
            c0a = a0.fma(ba, c0a);
            c0b = a0.fma(bb, c0b);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
            c1a = a1.fma(ba, c1a);
            c1b = a1.fma(bb, c1b);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
            c2a = a2.fma(ba, c2a);
            c2b = a2.fma(bb, c2b);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
            c3a = a3.fma(ba, c3a);
            c3b = a3.fma(bb, c3b);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
            c4a = a4.fma(ba, c4a);
            c4b = a4.fma(bb, c4b);
            i += aStride;
            j += bStride;
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
            c4a.intoArray(c, cOffset + 4 * cStride);
            c4b.intoArray(c, cOffset + 4 * cStride + LANES);
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
        row += cStride;
        c4a.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c4b.fma(alpha, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
    }

    /**
     * {@code c = a b}, or {@code c = alpha a b + beta c} given {@code scales}, for a tile of 5 rows and one vector of columns.
     *
     * @param depth how many products each element sums
     * @param a the left factor; step {@code p} of the sum takes its 5 values from {@code aOffset + p * aStride}
     * @param b the right factor; step {@code p} takes the vector from {@code bOffset + p * bStride}
     * @param scales {@code alpha} and {@code beta}, or null
     */
    static void narrow(
            int depth,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            float @Nullable [] scales) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        int i = aOffset;
        int j = bOffset;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = FloatVector.fromArray(SPECIES, b, j);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
            c0 = a0.fma(ba, c0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
            c1 = a1.fma(ba, c1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
            c2 = a2.fma(ba, c2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
            c3 = a3.fma(ba, c3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
            c4 = a4.fma(ba, c4);
            i += aStride;
            j += bStride;
        }
        if (scales == null) {
            c0.intoArray(c, cOffset);
            c1.intoArray(c, cOffset + cStride);
            c2.intoArray(c, cOffset + 2 * cStride);
            c3.intoArray(c, cOffset + 3 * cStride);
            c4.intoArray(c, cOffset + 4 * cStride);
            return;
        }
        FloatVector alpha = FloatVector.broadcast(SPECIES, scales[0]);
        FloatVector beta = FloatVector.broadcast(SPECIES, scales[1]);
        int row = cOffset;
        c0.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c1.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c2.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c3.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c4.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
    }

    /**
     * {@code c = a b}, or {@code c = alpha a b + beta c} given {@code scales}, for a tile of 5 rows and one vector of columns.
     *
     * @param depth how many products each element sums
     * @param a the left factor; step {@code p} of the sum takes its values at {@code aOffset + row * aStride + p}
     * @param b the right factor; step {@code p} takes the vector from {@code bOffset + p * bStride}
     * @param scales {@code alpha} and {@code beta}, or null
     */
    static void narrowInPlace(
            int depth,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            float @Nullable [] scales) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        int i = aOffset;
        int j = bOffset;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = FloatVector.fromArray(SPECIES, b, j);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
            c0 = a0.fma(ba, c0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + aStride]);
            c1 = a1.fma(ba, c1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2 * aStride]);
            c2 = a2.fma(ba, c2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3 * aStride]);
            c3 = a3.fma(ba, c3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4 * aStride]);
            c4 = a4.fma(ba, c4);
            i += 1;
            j += bStride;
        }
        if (scales == null) {
            c0.intoArray(c, cOffset);
            c1.intoArray(c, cOffset + cStride);
            c2.intoArray(c, cOffset + 2 * cStride);
            c3.intoArray(c, cOffset + 3 * cStride);
            c4.intoArray(c, cOffset + 4 * cStride);
            return;
        }
        FloatVector alpha = FloatVector.broadcast(SPECIES, scales[0]);
        FloatVector beta = FloatVector.broadcast(SPECIES, scales[1]);
        int row = cOffset;
        c0.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c1.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c2.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c3.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        row += cStride;
        c4.fma(alpha, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
    }
}
