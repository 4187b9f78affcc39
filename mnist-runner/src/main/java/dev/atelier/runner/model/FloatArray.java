package dev.atelier.runner.model;

import java.util.List;

/** An array of floats with a shape, row-major; the elements are not copied. */
public final class FloatArray {
    private final List<Integer> shape;
    private final float[] elements;

    /** Makes an array of {@code elements}, as many as the product of {@code shape}. */
    public FloatArray(List<Integer> shape, float[] elements) {
        this.shape = List.copyOf(shape);
        this.elements = elements;
    }

    /** Returns the size of each dimension. */
    public List<Integer> shape() {
        return shape;
    }

    /** Returns the elements, row-major; not a copy. */
    public float[] elements() {
        return elements;
    }

    /** Returns a matrix {@code [n][m]} of this one, {@code [m][n]}. */
    FloatArray transposed() {
        int rows = shape.get(0);
        int columns = shape.get(1);
        float[] result = new float[elements.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = elements[i * columns + j];
            }
        }
        return new FloatArray(List.of(columns, rows), result);
    }
}
