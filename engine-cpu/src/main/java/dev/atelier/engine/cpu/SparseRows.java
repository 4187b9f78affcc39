package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.RowSelection;

/**
 * A matrix of which most elements are zero, in groups of a few rows: for each group the columns in which any of its rows is not
 * zero, and the values there. What {@link dev.atelier.engine.cpu.kernel.Kernels#sparseTile} multiplies.
 */
final class SparseRows {
    /** The values of entry {@code e}'s rows stand at {@code e * groupRows}. */
    float[] values = {};

    /** Where the dense factor's row for an entry starts. */
    int[] indices = {};

    /** Where the entries of each group end; those of group {@code g} begin at {@code g * capacity}. */
    int[] ends = {};

    /** The most entries that a group can have. */
    int capacity;

    /** Makes room; the contents are gone. */
    void reserve(int groups, int groupRows, int groupCapacity) {
        capacity = groupCapacity;
        int entries = Math.multiplyExact(groups, groupCapacity);
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
     * Reads groups of the samples of a batch: entries are the pixels of which any sample of the group is not zero.
     *
     * @param numbers the value of each byte
     * @param rowOffset where the dense factor's row of pixel 0 starts
     * @param rowStride the distance to that of the next pixel
     */
    void readSamples(
            RowSelection rows,
            int batch,
            int groupRows,
            int groupBegin,
            int groupEnd,
            float[] numbers,
            int rowOffset,
            int rowStride) {
        CpuTensor data = (CpuTensor) rows.data();
        for (int group = groupBegin; group < groupEnd; group++) {
            int first = group * groupRows;
            int count = Math.min(groupRows, batch - first);
            int entry = group * capacity;
            for (int pixel = 0; pixel < data.columns(); pixel++) {
                int union = 0;
                for (int i = 0; i < count; i++) {
                    union |= data.bytes[data.index(BatchOperations.rowOf(rows, first + i), pixel)];
                }
                if (union == 0) {
                    continue;
                }
                indices[entry] = rowOffset + pixel * rowStride;
                for (int i = 0; i < groupRows; i++) {
                    values[entry * groupRows + i] = i < count
                            ? numbers[data.bytes[data.index(BatchOperations.rowOf(rows, first + i), pixel)] & 0xFF]
                            : 0;
                }
                entry++;
            }
            ends[group] = entry;
        }
    }

    /**
     * Reads groups of neighbouring pixels of a batch, that is the transposed matrix: entries are the samples of which any pixel of
     * the group is not zero.
     *
     * @param rowOffset where the dense factor's row of sample 0 starts
     * @param rowStride the distance to that of the next sample
     */
    void readPixels(
            RowSelection rows,
            int batch,
            int groupRows,
            int groupBegin,
            int groupEnd,
            float[] numbers,
            int rowOffset,
            int rowStride) {
        CpuTensor data = (CpuTensor) rows.data();
        for (int group = groupBegin; group < groupEnd; group++) {
            ends[group] = group * capacity;
        }
        for (int sample = 0; sample < batch; sample++) {
            int source = data.index(BatchOperations.rowOf(rows, sample), 0);
            for (int group = groupBegin; group < groupEnd; group++) {
                int first = group * groupRows;
                int count = Math.min(groupRows, data.columns() - first);
                int union = 0;
                for (int i = 0; i < count; i++) {
                    union |= data.bytes[source + first + i];
                }
                if (union == 0) {
                    continue;
                }
                int entry = ends[group]++;
                indices[entry] = rowOffset + sample * rowStride;
                for (int i = 0; i < groupRows; i++) {
                    values[entry * groupRows + i] = i < count ? numbers[data.bytes[source + first + i] & 0xFF] : 0;
                }
            }
        }
    }
}
