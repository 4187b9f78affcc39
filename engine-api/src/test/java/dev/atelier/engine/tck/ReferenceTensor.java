package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;

/** A tensor in a Java array: floats, or integers for I32 and U8; parts of a slab share their array. */
final class ReferenceTensor extends Tensor {
    /** The elements of an F32 tensor, from {@link #offset} on. */
    final float[] floats;

    /** The elements of an I32 or U8 tensor. */
    final int[] integers;

    /** Where the tensor's elements start. */
    final int offset;

    private ReferenceTensor(
            Arena arena, String label, DType dtype, int rows, int columns, float[] floats, int[] integers, int offset) {
        super(arena, label, dtype, rows, columns);
        this.floats = floats;
        this.integers = integers;
        this.offset = offset;
    }

    static ReferenceTensor allocate(Arena arena, String label, DType dtype, int rows, int columns) {
        int size = rows * columns;
        return dtype == DType.F32
                ? new ReferenceTensor(arena, label, dtype, rows, columns, new float[size], new int[0], 0)
                : new ReferenceTensor(arena, label, dtype, rows, columns, new float[0], new int[size], 0);
    }

    /** Returns an F32 tensor over a part of this one. */
    ReferenceTensor part(String label, int rows, int columns, int start) {
        return new ReferenceTensor(arena(), label, DType.F32, rows, columns, floats, integers, start);
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
