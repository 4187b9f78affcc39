package dev.atelier.engine.cpu.kernel;

/**
 * Where a matrix lies in an array: element {@code [i][j]} is {@code array[offset + i * rowStride + j * columnStride]}, so that a
 * transposed matrix is a view with its strides exchanged. Mutable, because a step must not allocate.
 */
public final class MatrixView {
    private static final float[] NOTHING = {};

    /** The storage. */
    public float[] array = NOTHING;

    /** The index of element [0][0]. */
    public int offset;

    /** The distance from one row to the next. */
    public int rowStride;

    /** The distance from one column to the next. */
    public int columnStride;

    /** Makes a view of nothing. */
    public MatrixView() {}

    /** Points the view at a row-major matrix, or at the transpose of one. */
    public void set(float[] storage, int start, int stride, boolean transposed) {
        array = storage;
        offset = start;
        rowStride = transposed ? 1 : stride;
        columnStride = transposed ? stride : 1;
    }
}
