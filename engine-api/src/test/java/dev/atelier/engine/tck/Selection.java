package dev.atelier.engine.tck;

import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;

/** A resident data set of random rows with a shuffled order, and what gathering from it gives. */
final class Selection {
    /** Pixels to numbers from 0 to 1. */
    static final float SCALE = 1 / 255f;

    private final int columns;
    private final float[] values;
    private final int[] order;
    private final int[] labels;
    private final RowSelection rows;
    private final Tensor labelData;
    private final int step;

    /**
     * Makes a data set that a mini-batch can be drawn from.
     *
     * @param stride positions of one step
     * @param step the step to be gathered
     */
    Selection(Trial t, boolean pixels, int samples, int columns, int positions, int stride, int step) {
        this(t, pixels, true, samples, columns, positions, stride, step);
    }

    private Selection(
            Trial t, boolean pixels, boolean zeros, int samples, int columns, int positions, int stride, int step) {
        this.columns = columns;
        this.step = step;
        this.values = new float[samples * columns];
        Tensor data;
        if (pixels) {
            byte[] bytes = t.samples().pixels(values.length);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = zeros || bytes[i] != 0 ? bytes[i] : 1;
                values[i] = bytes[i] & 0xFF;
            }
            data = t.bytes("data", samples, columns, bytes);
        } else {
            System.arraycopy(t.samples().floats(values.length, 255), 0, values, 0, values.length);
            data = t.input("data", samples, columns, values);
        }
        order = t.samples().integers(positions, samples);
        labels = t.samples().integers(samples, 1000);
        labelData = t.integers("labels", samples, 1, labels);
        rows = new RowSelection(data, t.integers("order", 1, positions, order), t.integers("step", 1, 1, step), stride);
    }

    /** Makes a data set of pixels none of which is zero. */
    static Selection ofInk(Trial t, int columns, int batch) {
        return new Selection(t, true, false, 20, columns, 2 * batch, batch, 1);
    }

    RowSelection rows() {
        return rows;
    }

    RowSelection labelRows() {
        return rows.of(labelData);
    }

    /** Returns {@code scale * data} of the rows of a batch. */
    Expected batch(int size, float scale) {
        Expected batch = Expected.ofSize(size * columns);
        for (int i = 0; i < size; i++) {
            int row = order[step * rows.stride() + i];
            for (int j = 0; j < columns; j++) {
                double value = (double) scale * values[row * columns + j];
                batch.set(i * columns + j, value, Tolerance.ofRounding(value));
            }
        }
        return batch;
    }

    /** Returns the labels of a batch. */
    int[] labels(int size) {
        int[] batch = new int[size];
        for (int i = 0; i < size; i++) {
            batch[i] = labels[order[step * rows.stride() + i]];
        }
        return batch;
    }
}
