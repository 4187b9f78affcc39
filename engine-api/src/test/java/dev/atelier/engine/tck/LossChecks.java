package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Tensor;
import org.junit.jupiter.api.Test;

/** {@code softmaxCrossEntropy}, {@code squaredError} and {@code countCorrect}. */
interface LossChecks extends Conformance {
    @Test
    default void softmaxCrossEntropyAgreesWithDouble() {
        for (int rows : bed().smallSizes()) {
            for (int classes : bed().sizes()) {
                for (double spread : new double[] {1, 30}) {
                    crossEntropy(rows, classes, spread, true);
                }
                crossEntropy(rows, classes, 5, false);
            }
        }
        crossEntropy(bed().batch(), CLASSES, 5, true);
        crossEntropy(bed().hidden(), CLASSES, 5, true);
    }

    @Test
    default void crossEntropyOfUnknownLabelIsNaN() {
        for (int classes : bed().sizes()) {
            bed().trial("softmaxCrossEntropy with labels outside 0 .. C-1", t -> {
                float[] logits = t.samples().floats(5 * classes, 3);
                int[] labels = {0, -1, classes - 1, classes, Integer.MAX_VALUE};
                Tensor rowLoss = t.output("rowLoss", 5, 1);
                Tensor gradient = t.output("gradient", 5, classes);
                t.ops()
                        .softmaxCrossEntropy(
                                t.input("logits", 5, classes, logits),
                                t.integers("labels", 5, 1, labels),
                                rowLoss,
                                gradient);
                LossOracle.Loss expected = LossOracle.softmaxCrossEntropy(LossOracle.widen(logits), labels, classes);
                t.verify(rowLoss, expected.rowLoss());
                t.verifyFirst(gradient, classes, expected.gradient());
            });
        }
    }

    @Test
    default void squaredErrorAgreesWithDouble() {
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                squaredError(rows, columns, true);
                squaredError(rows, columns, false);
            }
        }
        squaredError(bed().hidden(), CLASSES, true);
    }

    /** Scores are small whole numbers, so that many rows have several largest ones; some labels are out of range. */
    @Test
    default void countCorrectTakesTheFirstOfEquals() {
        for (int rows : bed().sizes()) {
            for (int classes : new int[] {1, 2, CLASSES, 65}) {
                bed().trial("countCorrect", t -> {
                    int[] wholes = t.samples().integers(rows * classes, 4);
                    float[] scores = new float[wholes.length];
                    int[] labels = t.samples().integers(rows, classes);
                    int right = 0;
                    for (int i = 0; i < rows; i++) {
                        int best = 0;
                        for (int j = 0; j < classes; j++) {
                            scores[i * classes + j] = wholes[i * classes + j] - 2;
                            best = wholes[i * classes + j] > wholes[i * classes + best] ? j : best;
                        }
                        labels[i] = i % 2 == 0 ? best : labels[i];
                        labels[i] = i % 5 == 3 ? classes : labels[i];
                        right += labels[i] == best ? 1 : 0;
                    }
                    Tensor count = t.integers("count", 1, 1, 1000);
                    t.ops()
                            .countCorrect(
                                    t.input("scores", rows, classes, scores),
                                    t.integers("labels", rows, 1, labels),
                                    count);
                    t.verify(count, 1000 + right);
                });
            }
        }
    }

    private void crossEntropy(int rows, int classes, double spread, boolean withGradient) {
        bed().trial("softmaxCrossEntropy" + (withGradient ? "" : " without gradient"), t -> {
            float[] values = t.samples().floats(rows * classes, spread);
            int[] labels = t.samples().integers(rows, classes);
            Tensor logits = t.input("logits", rows, classes, values);
            Tensor rowLoss = t.output("rowLoss", rows, 1);
            Tensor gradient = withGradient ? t.output("gradient", rows, classes) : null;
            t.ops().softmaxCrossEntropy(logits, t.integers("labels", rows, 1, labels), rowLoss, gradient);
            LossOracle.Loss expected = LossOracle.softmaxCrossEntropy(LossOracle.widen(values), labels, classes);
            t.verify(rowLoss, expected.rowLoss());
            if (gradient != null) {
                t.verify(gradient, expected.gradient());
            }
        });
    }

    private void squaredError(int rows, int columns, boolean withGradient) {
        bed().trial("squaredError" + (withGradient ? "" : " without gradient"), t -> {
            float[] predictions = t.samples().floats(rows * columns, 2);
            float[] targets = t.samples().floats(rows * columns, 2);
            Tensor rowLoss = t.output("rowLoss", rows, 1);
            Tensor gradient = withGradient ? t.output("gradient", rows, columns) : null;
            t.ops()
                    .squaredError(
                            t.input("predictions", rows, columns, predictions),
                            t.input("targets", rows, columns, targets),
                            rowLoss,
                            gradient);
            LossOracle.Loss expected =
                    LossOracle.squaredError(LossOracle.widen(predictions), LossOracle.widen(targets), rows, columns);
            t.verify(rowLoss, expected.rowLoss());
            if (gradient != null) {
                t.verify(gradient, expected.gradient());
            }
        });
    }
}
