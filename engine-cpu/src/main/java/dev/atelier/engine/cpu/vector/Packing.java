package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.MatrixView;
import dev.atelier.engine.cpu.kernel.Scratch;

/** Copies parts of a product's factors into panels that a register tile reads from front to back. */
final class Packing {
    private static final int ROWS = VectorProduct.ROWS;
    private static final int WIDE = VectorProduct.WIDE;

    /** Steps of depth interleaved together: what they write, 4 KB, stays in the first-level cache until its lines are full. */
    private static final int DEPTH_STEP = 32;

    private Packing() {}

    /**
     * Packs rows {@code firstRow .. rowEnd - 1} of {@code a} to panels {@code [depth][ROWS]}, a panel every {@code ROWS * deep}
     * floats counted from {@code rowBegin}. Missing rows are zeros.
     */
    static void left(MatrixView a, int depth, int deep, int rowBegin, int firstRow, int rowEnd, Scratch scratch) {
        float[] packed = scratch.left((rowEnd - rowBegin + ROWS - 1) / ROWS * ROWS * deep);
        for (int row = firstRow; row < rowEnd; row += ROWS) {
            int target = (row - rowBegin) * deep;
            int height = Math.min(ROWS, rowEnd - row);
            int source = a.offset + row * a.rowStride + depth * a.columnStride;
            if (a.rowStride == 1) {
                for (int p = 0; p < deep; p++) {
                    copy(a.array, source + p * a.columnStride, height, packed, target + p * ROWS, ROWS);
                }
            } else {
                interleave(a.array, source, a.rowStride, height, a.columnStride, packed, target, ROWS, deep);
            }
        }
    }

    /**
     * Packs columns {@code columnBegin .. columnEnd - 1} of {@code b} to panels {@code [depth][WIDE]}. Missing columns are zeros.
     */
    static void right(MatrixView b, int depth, int deep, int columnBegin, int columnEnd, Scratch scratch) {
        float[] packed = scratch.right((columnEnd - columnBegin + WIDE - 1) / WIDE * WIDE * deep);
        for (int column = columnBegin; column < columnEnd; column += WIDE) {
            int target = (column - columnBegin) * deep;
            int width = Math.min(WIDE, columnEnd - column);
            int source = b.offset + column * b.columnStride + depth * b.rowStride;
            if (b.columnStride == 1) {
                for (int p = 0; p < deep; p++) {
                    copy(b.array, source + p * b.rowStride, width, packed, target + p * WIDE, WIDE);
                }
            } else if (b.rowStride == 1 && width == WIDE) {
                transpose(b.array, source, b.columnStride, packed, target, deep);
            } else {
                interleave(b.array, source, b.columnStride, width, b.rowStride, packed, target, WIDE, deep);
            }
        }
    }

    private static void copy(float[] source, int from, int count, float[] packed, int to, int width) {
        for (int j = 0; j < count; j++) {
            packed[to + j] = source[from + j];
        }
        for (int j = count; j < width; j++) {
            packed[to + j] = 0;
        }
    }

    /** Writes {@code packed[p][line] = source[line][p]} for {@code count} lines, and zeros for the others. */
    private static void interleave(
            float[] source,
            int from,
            int lineStride,
            int count,
            int stride,
            float[] packed,
            int to,
            int width,
            int deep) {
        for (int begin = 0; begin < deep; begin += DEPTH_STEP) {
            int end = Math.min(begin + DEPTH_STEP, deep);
            for (int line = 0; line < count; line++) {
                int p = begin;
                int i = from + line * lineStride + begin * stride;
                int j = to + begin * width + line;
                // Four at a time, which share the checks of their indices.
                for (; p + 3 < end; p += 4) {
                    packed[j] = source[i];
                    packed[j + width] = source[i + stride];
                    packed[j + 2 * width] = source[i + 2 * stride];
                    packed[j + 3 * width] = source[i + 3 * stride];
                    i += 4 * stride;
                    j += 4 * width;
                }
                for (; p < end; p++) {
                    packed[j] = source[i];
                    i += stride;
                    j += width;
                }
            }
            for (int line = count; line < width; line++) {
                for (int p = begin; p < end; p++) {
                    packed[to + p * width + line] = 0;
                }
            }
        }
    }

    /**
     * As {@link #interleave} for a full panel of lines that are contiguous: what is written is contiguous too, four steps of depth at a
     * time, because lines that begin at the same place in their cache lines can't be read together.
     */
    private static void transpose(float[] source, int from, int lineStride, float[] packed, int to, int deep) {
        int whole = deep - deep % 4;
        for (int p = 0; p < whole; p += 4) {
            int target = to + p * WIDE;
            int i = from + p;
            for (int line = 0; line < WIDE; line++) {
                packed[target + line] = source[i];
                packed[target + WIDE + line] = source[i + 1];
                packed[target + 2 * WIDE + line] = source[i + 2];
                packed[target + 3 * WIDE + line] = source[i + 3];
                i += lineStride;
            }
        }
        for (int p = whole; p < deep; p++) {
            int target = to + p * WIDE;
            int i = from + p;
            for (int line = 0; line < WIDE; line++) {
                packed[target + line] = source[i];
                i += lineStride;
            }
        }
    }
}
