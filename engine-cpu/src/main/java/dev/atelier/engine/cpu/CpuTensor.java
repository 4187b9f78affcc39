package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tensor in a Java array: element {@code [i][j]} at {@code offset + i * stride + j}. Rows of floats are padded with zeros so
 * that kernels can treat whole vectors and tiles; integers and bytes are not.
 */
final class CpuTensor extends Tensor {
    /**
     * The index of the first element in an array of its own. Where arrays start on cache lines, as with
     * {@code -XX:ObjectAlignmentInBytes=64} or large ones under G1, elements follow 16 bytes of header: with 12 floats skipped,
     * vectors of 64 bytes stay within lines.
     */
    static final int FIRST = 12;

    /** Room behind the last row, for kernels that read a whole tile at the edge of a matrix. */
    static final int SLACK = 64;

    private static final float[] NO_FLOATS = {};
    private static final int[] NO_INTS = {};
    private static final byte[] NO_BYTES = {};

    /** The widest tile of columns that is computed without regard to where the matrix ends. */
    private static final int TILE = 64;

    /** Row strides that are multiples of this many floats, 1 KB, make rows compete for the same places in the caches. */
    private static final int CONFLICT = 256;

    private static final int CACHE_LINE = 16;

    final int offset;
    final int stride;
    float[] floats = NO_FLOATS;
    int[] ints = NO_INTS;
    byte[] bytes = NO_BYTES;

    /** How this U8 tensor's zeros lie; made on first use, and gone when the contents change. */
    @Nullable
    ZeroShare zeroShare;

    /** The rows that the first layer read last, if this tensor is the room given for them. */
    @Nullable
    SparseBatch sparseBatch;

    private CpuTensor(Arena arena, String label, DType dtype, int rows, int columns, int offset, int stride) {
        super(arena, label, dtype, rows, columns);
        this.offset = offset;
        this.stride = stride;
    }

    /** Allocates a tensor with an array of its own. */
    static CpuTensor allocate(Arena arena, String label, DType dtype, int rows, int columns) {
        boolean padded = dtype == DType.F32;
        int stride = padded ? strideOf(columns) : columns;
        CpuTensor tensor = new CpuTensor(arena, label, dtype, rows, columns, padded ? FIRST : 0, stride);
        try {
            switch (dtype) {
                case F32 -> tensor.floats = new float[arrayLength(label, floatsOf(rows, columns))];
                case I32 -> tensor.ints = new int[tensor.size()];
                case U8 -> tensor.bytes = new byte[tensor.size()];
            }
        } catch (OutOfMemoryError e) {
            throw noRoom(tensor.toString(), e);
        }
        return tensor;
    }

    /** Makes an F32 tensor of part of an array. */
    static CpuTensor part(Arena arena, String label, int rows, int columns, float[] floats, int offset) {
        CpuTensor tensor = new CpuTensor(arena, label, DType.F32, rows, columns, offset, strideOf(columns));
        tensor.floats = floats;
        return tensor;
    }

    /** Returns the floats that an F32 tensor takes, padding included. */
    static long floatsOf(int rows, int columns) {
        long floats = (long) rows * strideOf(columns);
        return (floats + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    }

    /** Returns the length of an array that holds so many floats besides its margins. */
    static int arrayLength(String label, long floats) {
        long length = floats + FIRST + SLACK;
        if (length > Integer.MAX_VALUE - 8) {
            throw new BackendException("'" + label + "' takes " + length
                    + " floats with its padding; an array has room for " + (Integer.MAX_VALUE - 8));
        }
        return (int) length;
    }

    static BackendException noRoom(String what, OutOfMemoryError cause) {
        return new BackendException(
                "no room in the Java heap for " + what + "; give the JVM more with -Xmx (now "
                        + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB)",
                cause);
    }

    /** Returns the distance between rows of floats. */
    static int strideOf(int columns) {
        if (columns <= CACHE_LINE) {
            return CACHE_LINE;
        }
        if (columns <= 2 * CACHE_LINE) {
            return 2 * CACHE_LINE;
        }
        int stride = (int) Math.min(Integer.MAX_VALUE, ((long) columns + TILE - 1) / TILE * TILE);
        return stride % CONFLICT == 0 ? stride + CACHE_LINE : stride;
    }

    /** Returns where element {@code [row][column]} lies. */
    int index(int row, int column) {
        return offset + row * stride + column;
    }

    /** Whether rows are wide enough for tiles of so many columns, the last of which overlaps the padding. */
    boolean takesTiles(int tileColumns) {
        return columns() > tileColumns / 2 && stride >= (columns() + tileColumns - 1) / tileColumns * tileColumns;
    }

    /** Returns the memory taken. */
    long memoryBytes() {
        return (long) floats.length * Float.BYTES + (long) ints.length * Integer.BYTES + bytes.length;
    }

    /** Lets go of the storage. */
    void release() {
        floats = NO_FLOATS;
        ints = NO_INTS;
        bytes = NO_BYTES;
        zeroShare = null;
        sparseBatch = null;
    }
}
