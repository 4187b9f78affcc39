package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.RowSelection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A matrix of which most elements are zero, in groups of a few rows: for each group the columns in which any of its rows is not
 * zero, and the values there. What {@link dev.atelier.engine.cpu.kernel.Kernels#sparseTile} multiplies.
 */
final class SparseRows {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BYTE = 0xFF;

    /** Entries more than needed, so that groups of a power-of-two size do not compete for the same places in the cache. */
    private static final int SPREAD = 4;

    /** The values of entry {@code e}'s rows stand at {@code e * groupRows}. */
    float[] values = {};

    /** Where the dense factor's row for an entry starts. */
    int[] indices = {};

    /** Where the entries of each group end; those of group {@code g} begin at {@code g * capacity}. */
    int[] ends = {};

    /** The most entries that a group has room for. */
    int capacity;

    /** Makes room; the contents are gone. */
    void reserve(int groups, int groupRows, int groupCapacity) {
        capacity = groupCapacity + SPREAD;
        int entries = Math.multiplyExact(groups, capacity);
        if (indices.length < entries) {
            indices = new int[entries];
        }
        if (values.length < Math.multiplyExact(entries, groupRows)) {
            values = new float[entries * groupRows];
        }
        if (ends.length < groups) {
            ends = new int[groups];
        }
    }

    /**
     * Reads groups of three or four samples {@code rowBegin .. rowEnd - 1} of a batch: entries are the pixels of which any sample of
     * the group is not zero. In the last group the last sample stands in for those that are missing.
     *
     * @param numbers the value of each byte
     * @param rowOffset where the dense factor's row of pixel 0 starts
     * @param rowStride the distance to that of the next pixel
     */
    void readSamples(
            RowSelection rows,
            int rowBegin,
            int rowEnd,
            int groupRows,
            int groupBegin,
            int groupEnd,
            float[] numbers,
            int rowOffset,
            int rowStride) {
        CpuTensor data = (CpuTensor) rows.data();
        byte[] bytes = data.bytes;
        int pixels = data.columns();
        for (int group = groupBegin; group < groupEnd; group++) {
            int first = rowBegin + group * groupRows;
            int source0 = data.index(BatchOperations.rowOf(rows, first), 0);
            int source1 = data.index(BatchOperations.rowOf(rows, Math.min(first + 1, rowEnd - 1)), 0);
            int source2 = data.index(BatchOperations.rowOf(rows, Math.min(first + 2, rowEnd - 1)), 0);
            int source3 = groupRows < 4
                    ? source2
                    : data.index(BatchOperations.rowOf(rows, Math.min(first + 3, rowEnd - 1)), 0);
            int entry = group * capacity;
            for (int pixel = 0; pixel < pixels; pixel += Long.BYTES) {
                long union = word(bytes, source0 + pixel, pixels - pixel)
                        | word(bytes, source1 + pixel, pixels - pixel)
                        | word(bytes, source2 + pixel, pixels - pixel)
                        | word(bytes, source3 + pixel, pixels - pixel);
                while (union != 0) {
                    int shift = Long.numberOfTrailingZeros(union) & -Byte.SIZE;
                    union &= ~((long) BYTE << shift);
                    int found = pixel + shift / Byte.SIZE;
                    indices[entry] = rowOffset + found * rowStride;
                    int value = entry * groupRows;
                    values[value] = numbers[bytes[source0 + found] & BYTE];
                    values[value + 1] = numbers[bytes[source1 + found] & BYTE];
                    values[value + 2] = numbers[bytes[source2 + found] & BYTE];
                    if (groupRows == 4) {
                        values[value + 3] = numbers[bytes[source3 + found] & BYTE];
                    }
                    entry++;
                }
            }
            ends[group] = entry;
        }
    }

    /**
     * Reads groups of three or four neighbouring pixels of samples {@code rowBegin .. rowEnd - 1} of a batch, that is the transposed
     * matrix: entries are the samples of which any pixel of the group is not zero. Pixels that the last group lacks are zeros.
     *
     * @param numbers the value of each byte
     * @param rowOffset where the dense factor's row of sample 0 starts
     * @param rowStride the distance to that of the next sample
     */
    void readPixels(
            RowSelection rows,
            int rowBegin,
            int rowEnd,
            int groupRows,
            int groupBegin,
            int groupEnd,
            float[] numbers,
            int rowOffset,
            int rowStride) {
        CpuTensor data = (CpuTensor) rows.data();
        int pixels = data.columns();
        for (int group = groupBegin; group < groupEnd; group++) {
            ends[group] = group * capacity;
        }
        for (int sample = rowBegin; sample < rowEnd; sample++) {
            int source = data.index(BatchOperations.rowOf(rows, sample), 0);
            for (int group = groupBegin; group < groupEnd; group++) {
                int first = group * groupRows;
                int union = group(data.bytes, source + first, Math.min(groupRows, pixels - first));
                if (union == 0) {
                    continue;
                }
                int entry = ends[group]++;
                indices[entry] = rowOffset + sample * rowStride;
                int value = entry * groupRows;
                values[value] = numbers[union & BYTE];
                values[value + 1] = numbers[(union >>> Byte.SIZE) & BYTE];
                values[value + 2] = numbers[(union >>> (2 * Byte.SIZE)) & BYTE];
                if (groupRows == 4) {
                    values[value + 3] = numbers[union >>> (3 * Byte.SIZE)];
                }
            }
        }
    }

    /** Returns up to eight bytes, the first lowest. */
    private static long word(byte[] bytes, int from, int left) {
        if (left >= Long.BYTES) {
            return (long) LONG.get(bytes, from);
        }
        long word = 0;
        for (int i = 0; i < left; i++) {
            word |= (long) (bytes[from + i] & BYTE) << (i * Byte.SIZE);
        }
        return word;
    }

    /** Returns up to four bytes, the first lowest. */
    private static int group(byte[] bytes, int from, int count) {
        if (count == Integer.BYTES) {
            return (int) INT.get(bytes, from);
        }
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[from + i] & BYTE) << (i * Byte.SIZE);
        }
        return word;
    }
}
