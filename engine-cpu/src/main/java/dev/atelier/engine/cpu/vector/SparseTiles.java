package dev.atelier.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a few sparse rows, stored together, with four vectors of columns.
 *
 * <p>Each accumulator is a local variable of its own, because the compiler keeps those in registers and an array of them
 * nowhere. A tile of few rows and many columns wastes the least on entries that are zero in some of the rows only. Nothing here calls a method that the compiler may leave uninlined, since
 * then it would keep vectors as objects.
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
            boolean accumulate,
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
        if (!accumulate) {
            c0a.intoArray(c, offset);
            c0b.intoArray(c, offset + LANES);
            c0c.intoArray(c, offset + 2 * LANES);
            c0d.intoArray(c, offset + 3 * LANES);
            c1a.intoArray(c, offset + stride);
            c1b.intoArray(c, offset + stride + LANES);
            c1c.intoArray(c, offset + stride + 2 * LANES);
            c1d.intoArray(c, offset + stride + 3 * LANES);
            c2a.intoArray(c, offset + 2 * stride);
            c2b.intoArray(c, offset + 2 * stride + LANES);
            c2c.intoArray(c, offset + 2 * stride + 2 * LANES);
            c2d.intoArray(c, offset + 2 * stride + 3 * LANES);
            c3a.intoArray(c, offset + 3 * stride);
            c3b.intoArray(c, offset + 3 * stride + LANES);
            c3c.intoArray(c, offset + 3 * stride + 2 * LANES);
            c3d.intoArray(c, offset + 3 * stride + 3 * LANES);
            return;
        }
        FloatVector scale = FloatVector.broadcast(SPECIES, alpha);
        int row = offset;
        c0a.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c0b.fma(scale, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        c0c.fma(scale, FloatVector.fromArray(SPECIES, c, row + 2 * LANES).mul(beta))
                .intoArray(c, row + 2 * LANES);
        c0d.fma(scale, FloatVector.fromArray(SPECIES, c, row + 3 * LANES).mul(beta))
                .intoArray(c, row + 3 * LANES);
        row += stride;
        c1a.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c1b.fma(scale, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        c1c.fma(scale, FloatVector.fromArray(SPECIES, c, row + 2 * LANES).mul(beta))
                .intoArray(c, row + 2 * LANES);
        c1d.fma(scale, FloatVector.fromArray(SPECIES, c, row + 3 * LANES).mul(beta))
                .intoArray(c, row + 3 * LANES);
        row += stride;
        c2a.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c2b.fma(scale, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        c2c.fma(scale, FloatVector.fromArray(SPECIES, c, row + 2 * LANES).mul(beta))
                .intoArray(c, row + 2 * LANES);
        c2d.fma(scale, FloatVector.fromArray(SPECIES, c, row + 3 * LANES).mul(beta))
                .intoArray(c, row + 3 * LANES);
        row += stride;
        c3a.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c3b.fma(scale, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        c3c.fma(scale, FloatVector.fromArray(SPECIES, c, row + 2 * LANES).mul(beta))
                .intoArray(c, row + 2 * LANES);
        c3d.fma(scale, FloatVector.fromArray(SPECIES, c, row + 3 * LANES).mul(beta))
                .intoArray(c, row + 3 * LANES);
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
            boolean accumulate,
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
        if (!accumulate) {
            c0a.intoArray(c, offset);
            c0b.intoArray(c, offset + LANES);
            c0c.intoArray(c, offset + 2 * LANES);
            c0d.intoArray(c, offset + 3 * LANES);
            c1a.intoArray(c, offset + stride);
            c1b.intoArray(c, offset + stride + LANES);
            c1c.intoArray(c, offset + stride + 2 * LANES);
            c1d.intoArray(c, offset + stride + 3 * LANES);
            c2a.intoArray(c, offset + 2 * stride);
            c2b.intoArray(c, offset + 2 * stride + LANES);
            c2c.intoArray(c, offset + 2 * stride + 2 * LANES);
            c2d.intoArray(c, offset + 2 * stride + 3 * LANES);
            return;
        }
        FloatVector scale = FloatVector.broadcast(SPECIES, alpha);
        int row = offset;
        c0a.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c0b.fma(scale, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        c0c.fma(scale, FloatVector.fromArray(SPECIES, c, row + 2 * LANES).mul(beta))
                .intoArray(c, row + 2 * LANES);
        c0d.fma(scale, FloatVector.fromArray(SPECIES, c, row + 3 * LANES).mul(beta))
                .intoArray(c, row + 3 * LANES);
        row += stride;
        c1a.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c1b.fma(scale, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        c1c.fma(scale, FloatVector.fromArray(SPECIES, c, row + 2 * LANES).mul(beta))
                .intoArray(c, row + 2 * LANES);
        c1d.fma(scale, FloatVector.fromArray(SPECIES, c, row + 3 * LANES).mul(beta))
                .intoArray(c, row + 3 * LANES);
        row += stride;
        c2a.fma(scale, FloatVector.fromArray(SPECIES, c, row).mul(beta)).intoArray(c, row);
        c2b.fma(scale, FloatVector.fromArray(SPECIES, c, row + LANES).mul(beta)).intoArray(c, row + LANES);
        c2c.fma(scale, FloatVector.fromArray(SPECIES, c, row + 2 * LANES).mul(beta))
                .intoArray(c, row + 2 * LANES);
        c2d.fma(scale, FloatVector.fromArray(SPECIES, c, row + 3 * LANES).mul(beta))
                .intoArray(c, row + 3 * LANES);
    }
}
