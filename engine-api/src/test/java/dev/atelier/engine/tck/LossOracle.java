package dev.atelier.engine.tck;

/** Losses and their gradients in double precision. */
final class LossOracle {
    private LossOracle() {}

    /**
     * A batch's loss.
     *
     * @param rowLoss one element a row
     * @param gradient of the batch's mean loss, shaped like the scores
     */
    record Loss(Expected rowLoss, Expected gradient) {
        /** Returns the batch's mean loss. */
        double mean() {
            double sum = 0;
            for (int i = 0; i < rowLoss.size(); i++) {
                sum += rowLoss.value(i);
            }
            return sum / rowLoss.size();
        }
    }

    /** Returns the same numbers in double precision. */
    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** Returns softmax cross-entropy of {@code logits [labels.length][classes]}; a label out of range gives NaN. */
    static Loss softmaxCrossEntropy(double[] logits, int[] labels, int classes) {
        Loss loss = new Loss(Expected.ofSize(labels.length), Expected.ofSize(logits.length));
        for (int i = 0; i < labels.length; i++) {
            double max = Double.NEGATIVE_INFINITY;
            double largest = 0;
            for (int j = 0; j < classes; j++) {
                max = Math.max(max, logits[i * classes + j]);
                if (!Double.isInfinite(logits[i * classes + j])) {
                    largest = Math.max(largest, Math.abs(logits[i * classes + j]));
                }
            }
            double sum = 0;
            for (int j = 0; j < classes; j++) {
                sum += Math.exp(logits[i * classes + j] - max);
            }
            boolean known = labels[i] >= 0 && labels[i] < classes;
            double logSum = max + Math.log(sum);
            double value = known ? logSum - logits[i * classes + labels[i]] : Double.NaN;
            loss.rowLoss.set(i, value, Tolerance.ofSum(classes, 1) + Tolerance.ofRounding(4 * largest));
            for (int j = 0; j < classes; j++) {
                double logit = logits[i * classes + j];
                double probability = Math.exp(logit - logSum);
                double target = j == labels[i] ? 1 : 0;
                // Rounding logit - max shifts the exponent by up to u |logit - max|.
                double relative =
                        Tolerance.ofSum(classes, 1) + Tolerance.ofRounding(probability == 0 ? 0 : max - logit);
                loss.gradient.set(
                        i * classes + j,
                        (probability - target) / labels.length,
                        (relative * probability + Tolerance.ofRounding(target)) / labels.length);
            }
        }
        return loss;
    }

    /** Returns the mean squared error of {@code predictions [rows][columns]}. */
    static Loss squaredError(double[] predictions, double[] targets, int rows, int columns) {
        Loss loss = new Loss(Expected.ofSize(rows), Expected.ofSize(predictions.length));
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                int at = i * columns + j;
                double difference = predictions[at] - targets[at];
                sum += difference * difference;
                double gradient = 2 * difference / ((double) rows * columns);
                loss.gradient.set(at, gradient, Tolerance.ofRounding(gradient));
            }
            loss.rowLoss.set(i, sum / columns, Tolerance.ofSum(columns, sum / columns));
        }
        return loss;
    }
}
