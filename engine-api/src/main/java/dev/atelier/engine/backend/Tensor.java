package dev.atelier.engine.backend;

/**
 * A matrix on a device: row-major, rank 2, with a label for error messages. A vector is a matrix of one row.
 *
 * <p>How the elements lie in memory is the backend's affair; {@link Backend#read} and {@link Backend#write} convert. A tensor
 * lives as long as its {@link Arena}. Backends extend this class with their storage.
 */
public abstract class Tensor {
    private final Arena arena;
    private final String label;
    private final DType dtype;
    private final int rows;
    private final int columns;

    /** Describes a tensor of {@code rows x columns} elements that belongs to {@code arena}. */
    protected Tensor(Arena arena, String label, DType dtype, int rows, int columns) {
        this.arena = arena;
        this.label = label;
        this.dtype = dtype;
        this.rows = rows;
        this.columns = columns;
    }

    /** Returns the arena that owns the tensor. */
    public final Arena arena() {
        return arena;
    }

    /** Returns the name that error messages use. */
    public final String label() {
        return label;
    }

    /** Returns the element type. */
    public final DType dtype() {
        return dtype;
    }

    /** Returns the number of rows, at least 1. */
    public final int rows() {
        return rows;
    }

    /** Returns the number of columns, at least 1. */
    public final int columns() {
        return columns;
    }

    /** Returns {@code rows * columns}. */
    public final int size() {
        return rows * columns;
    }

    /** Whether the tensor's arena and backend are still open. */
    public final boolean isOpen() {
        return arena.isOpen();
    }

    /** Returns, for example, {@code 'hidden' F32 [128][1000]}. */
    @Override
    public final String toString() {
        return "'" + label + "' " + dtype + " [" + rows + "][" + columns + "]";
    }
}
