package dev.atelier.engine.tck;

import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import org.junit.jupiter.api.Test;

/** Gathering mini-batches, one-hot labels and counters. */
interface BatchChecks extends Conformance {
    @Test
    default void gatherRowsOfBytesAgreesWithDouble() {
        gather(true, Selection.SCALE);
        gather(true, 1);
    }

    @Test
    default void gatherRowsOfFloatsAgreesWithDouble() {
        gather(false, -0.37f);
    }

    @Test
    default void gatherLabelsTakesTheSelectedRows() {
        for (int batch : bed().sizes()) {
            bed().trial("gatherLabels", t -> {
                Selection selection = new Selection(t, true, 40, 1, 3 * batch + 2, batch, 2);
                Tensor out = t.integers("out", batch, 1, t.samples().integers(batch, 5));
                t.ops().gatherLabels(selection.labelRows(), out);
                t.verify(out, selection.labels(batch));
            });
        }
    }

    /** What is read for such rows is unspecified; the rows before them are not, and nothing crashes. */
    @Test
    default void rowsBeyondTheOrderLeaveTheOthersRight() {
        for (boolean pixels : new boolean[] {true, false}) {
            bed().trial("gatherRows and gatherLabels beyond the order's end and outside the data", t -> {
                Selection selection = new Selection(t, pixels, 5, 7, 10, 8, 1);
                Tensor out = t.output("out", 8, 7);
                Tensor labels = t.integers("labels", 8, 1, new int[8]);
                t.ops().gatherRows(selection.rows(), 1, out);
                t.ops().gatherLabels(selection.labelRows(), labels);
                t.verifyFirst(out, 2 * 7, selection.batch(2, 1));
                Tensor wild = t.integers("wild order", 1, 4, -1, 5, Integer.MAX_VALUE, Integer.MIN_VALUE);
                for (int step : new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                    Tensor counter = t.integers("wild step", 1, 1, step);
                    RowSelection rows = new RowSelection(selection.rows().data(), wild, counter, 4);
                    t.ops().gatherRows(rows, 1, out);
                    t.ops().gatherLabels(rows.of(selection.labelRows().data()), labels);
                }
                t.backend().synchronize();
            });
        }
    }

    @Test
    default void oneHotMarksTheLabel() {
        for (int rows : bed().sizes()) {
            for (int classes : new int[] {1, CLASSES, 65}) {
                bed().trial("oneHot", t -> {
                    int[] labels = t.samples().integers(rows, classes + 1);
                    labels[rows / 2] = -1;
                    Tensor out = t.output("out", rows, classes);
                    t.ops().oneHot(t.integers("labels", rows, 1, labels), out);
                    float[] expected = new float[rows * classes];
                    for (int i = 0; i < rows; i++) {
                        if (labels[i] >= 0 && labels[i] < classes) {
                            expected[i * classes + labels[i]] = 1;
                        }
                    }
                    t.verify(out, Expected.exactly(expected));
                });
            }
        }
    }

    @Test
    default void recordMeanWritesOneElementOfHistory() {
        for (int rows : bed().sizes()) {
            for (int step : new int[] {0, 3, 6, 7, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                bed().trial("recordMean at step " + step, t -> {
                    float[] values = t.samples().floats(rows);
                    float[] before = t.samples().floats(7);
                    Tensor history = t.changing("history", 1, 7, before);
                    t.ops().recordMean(t.input("x", rows, 1, values), history, t.integers("step", 1, 1, step));
                    Expected expected = Expected.exactly(before);
                    if (step >= 0 && step < 7) {
                        Expected sum = DenseOracle.columnSums(values, rows, 1);
                        expected.set(step, sum.value(0) / rows, sum.tolerance(0) / rows + Tolerance.ofRounding(1));
                    }
                    t.verify(history, expected);
                });
            }
        }
    }

    @Test
    default void advanceAddsOne() {
        bed().trial("advance", t -> {
            Tensor counter = t.integers("counter", 1, 1, 41);
            Tensor large = t.integers("large", 1, 1, (1 << 24) + 1);
            for (int run = 1; run <= 3; run++) {
                t.ops().advance(counter);
                t.ops().advance(large);
                t.verify(counter, 41 + run);
                t.verify(large, (1 << 24) + 1 + run);
            }
        });
    }

    private void gather(boolean pixels, float scale) {
        for (int batch : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                // The stride is the batch size, or larger: the last batch of an epoch is short.
                for (int stride : new int[] {batch, batch + 3}) {
                    bed().trial("gatherRows of " + (pixels ? "U8" : "F32") + ", scale " + scale, t -> {
                        Selection selection = new Selection(t, pixels, 13, columns, 2 * stride + batch, stride, 2);
                        Tensor out = t.output("out", batch, columns);
                        t.ops().gatherRows(selection.rows(), scale, out);
                        t.verify(out, selection.batch(batch, scale));
                    });
                }
            }
        }
    }
}
