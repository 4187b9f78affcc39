package dev.atelier.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a few sparse rows, stored together, with four vectors of columns.
 *
 * <p>Each accumulator is a local variable of its own, because the compiler keeps those in registers and an array of them
 * nowhere. A tile of few rows and many columns wastes the least on entries that are zero in some of the rows only.
 */
final class SparseTiles {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private SparseTiles() {}

    /** {@link dev.atelier.engine.cpu.kernel.Kernels#sparseTile} with 4 sparse rows and four vectors of columns. */
    static void fourRows(
            float[] values,
            int[] indices,
            int begin,
            int end,
            float[] b,
            int column,
            float[] c,
            int offset,
            int stride,
            float alpha,
            float beta) {
        FloatVector c0a = FloatVector.zero(SPECIES);
        FloatVector c0b = FloatVector.zero(SPECIES);
        FloatVector c0c = FloatVector.zero(SPECIES);
        FloatVector c0d = FloatVector.zero(SPECIES);
        FloatVector c1a = FloatVector.zero(SPECIES);
        FloatVector c1b = FloatVector.zero(SPECIES);
        FloatVector c1c = FloatVector.zero(SPECIES);
        FloatVector c1d = FloatVector.zero(SPECIES);
        FloatVector c2a = FloatVector.zero(SPECIES);
        FloatVector c2b = FloatVector.zero(SPECIES);
        FloatVector c2c = FloatVector.zero(SPECIES);
        FloatVector c2d = FloatVector.zero(SPECIES);
        FloatVector c3a = FloatVector.zero(SPECIES);
        FloatVector c3b = FloatVector.zero(SPECIES);
        FloatVector c3c = FloatVector.zero(SPECIES);
        FloatVector c3d = FloatVector.zero(SPECIES);
        for (int entry = begin; entry < end; entry++) {
            int j = indices[entry] + column;
            int i = entry * 4;
            FloatVector ba = FloatVector.fromArray(SPECIES, b, j);
            FloatVector bb = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector bc = FloatVector.fromArray(SPECIES, b, j + 2 * LANES);
            FloatVector bd = FloatVector.fromArray(SPECIES, b, j + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, values[i]);
            c0a = a0.fma(ba, c0a);
            c0b = a0.fma(bb, c0b);
            c0c = a0.fma(bc, c0c);
            c0d = a0.fma(bd, c0d);
            FloatVector a1 = FloatVector.broadcast(SPECIES, values[i + 1]);
            c1a = a1.fma(ba, c1a);
            c1b = a1.fma(bb, c1b);
            c1c = a1.fma(bc, c1c);
            c1d = a1.fma(bd, c1d);
            FloatVector a2 = FloatVector.broadcast(SPECIES, values[i + 2]);
            c2a = a2.fma(ba, c2a);
            c2b = a2.fma(bb, c2b);
            c2c = a2.fma(bc, c2c);
            c2d = a2.fma(bd, c2d);
            FloatVector a3 = FloatVector.broadcast(SPECIES, values[i + 3]);
            c3a = a3.fma(ba, c3a);
            c3b = a3.fma(bb, c3b);
            c3c = a3.fma(bc, c3c);
            c3d = a3.fma(bd, c3d);
        }
        store(c0a, c0b, c0c, c0d, c, offset, alpha, beta);
        store(c1a, c1b, c1c, c1d, c, offset + stride, alpha, beta);
        store(c2a, c2b, c2c, c2d, c, offset + 2 * stride, alpha, beta);
        store(c3a, c3b, c3c, c3d, c, offset + 3 * stride, alpha, beta);
    }

    /** {@link dev.atelier.engine.cpu.kernel.Kernels#sparseTile} with 3 sparse rows and four vectors of columns. */
    static void threeRows(
            float[] values,
            int[] indices,
            int begin,
            int end,
            float[] b,
            int column,
            float[] c,
            int offset,
            int stride,
            float alpha,
            float beta) {
        FloatVector c0a = FloatVector.zero(SPECIES);
        FloatVector c0b = FloatVector.zero(SPECIES);
        FloatVector c0c = FloatVector.zero(SPECIES);
        FloatVector c0d = FloatVector.zero(SPECIES);
        FloatVector c1a = FloatVector.zero(SPECIES);
        FloatVector c1b = FloatVector.zero(SPECIES);
        FloatVector c1c = FloatVector.zero(SPECIES);
        FloatVector c1d = FloatVector.zero(SPECIES);
        FloatVector c2a = FloatVector.zero(SPECIES);
        FloatVector c2b = FloatVector.zero(SPECIES);
        FloatVector c2c = FloatVector.zero(SPECIES);
        FloatVector c2d = FloatVector.zero(SPECIES);
        for (int entry = begin; entry < end; entry++) {
            int j = indices[entry] + column;
            int i = entry * 3;
            FloatVector ba = FloatVector.fromArray(SPECIES, b, j);
            FloatVector bb = FloatVector.fromArray(SPECIES, b, j + LANES);
            FloatVector bc = FloatVector.fromArray(SPECIES, b, j + 2 * LANES);
            FloatVector bd = FloatVector.fromArray(SPECIES, b, j + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, values[i]);
            c0a = a0.fma(ba, c0a);
            c0b = a0.fma(bb, c0b);
            c0c = a0.fma(bc, c0c);
            c0d = a0.fma(bd, c0d);
            FloatVector a1 = FloatVector.broadcast(SPECIES, values[i + 1]);
            c1a = a1.fma(ba, c1a);
            c1b = a1.fma(bb, c1b);
            c1c = a1.fma(bc, c1c);
            c1d = a1.fma(bd, c1d);
            FloatVector a2 = FloatVector.broadcast(SPECIES, values[i + 2]);
            c2a = a2.fma(ba, c2a);
            c2b = a2.fma(bb, c2b);
            c2c = a2.fma(bc, c2c);
            c2d = a2.fma(bd, c2d);
        }
        store(c0a, c0b, c0c, c0d, c, offset, alpha, beta);
        store(c1a, c1b, c1c, c1d, c, offset + stride, alpha, beta);
        store(c2a, c2b, c2c, c2d, c, offset + 2 * stride, alpha, beta);
    }

    private static void store(
            FloatVector c0,
            FloatVector c1,
            FloatVector c2,
            FloatVector c3,
            float[] c,
            int offset,
            float alpha,
            float beta) {
        store(c0, c, offset, alpha, beta);
        store(c1, c, offset + LANES, alpha, beta);
        store(c2, c, offset + 2 * LANES, alpha, beta);
        store(c3, c, offset + 3 * LANES, alpha, beta);
    }

    private static void store(FloatVector sum, float[] c, int offset, float alpha, float beta) {
        FloatVector scaled = sum.mul(alpha);
        if (beta != 0) {
            scaled = FloatVector.fromArray(SPECIES, c, offset).fma(FloatVector.broadcast(SPECIES, beta), scaled);
        }
        scaled.intoArray(c, offset);
    }
}
