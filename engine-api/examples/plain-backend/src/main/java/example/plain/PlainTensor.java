package example.plain;

import dev.atelier.engine.backend.*;

/** A tensor in a Java array, from {@code start} on. A double holds every float, integer and byte as it is. */
final class PlainTensor extends Tensor {
    final double[] values;
    final int start;

    PlainTensor(Arena arena, String label, DType dtype, int rows, int columns, double[] values, int start) {
        super(arena, label, dtype, rows, columns);
        this.values = values;
        this.start = start;
    }

    double get(int i) { return values[start + i]; }

    int integer(int i) { return (int) get(i); }

    void set(int i, double value) {
        values[start + i] = dtype() == DType.F32 ? (float) value : (int) value;
    }
}
