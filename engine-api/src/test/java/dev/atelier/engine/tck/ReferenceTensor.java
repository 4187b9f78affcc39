package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;

/** A tensor in a Java array, from {@code offset} on: floats, or integers for I32 and U8; parts of a slab share their array. */
final class ReferenceTensor extends Tensor {
    final float[] floats;
    final int[] integers;
    final int offset;

    ReferenceTensor(Arena arena, String label, DType dtype, int rows, int columns) {
        super(arena, label, dtype, rows, columns);
        floats = new float[dtype == DType.F32 ? size() : 0];
        integers = new int[dtype == DType.F32 ? 0 : size()];
        offset = 0;
    }

    /** Makes an F32 tensor over a part of another. */
    ReferenceTensor(ReferenceTensor whole, String label, int rows, int columns, int offset) {
        super(whole.arena(), label, DType.F32, rows, columns);
        floats = whole.floats;
        integers = whole.integers;
        this.offset = offset;
    }

    float get(int index) {
        return floats[offset + index];
    }

    float get(int row, int column) {
        return floats[offset + row * columns() + column];
    }

    void set(int index, double value) {
        floats[offset + index] = (float) value;
    }
}
