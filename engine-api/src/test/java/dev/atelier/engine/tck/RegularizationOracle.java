package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.random.Philox;

/** Dropout, label smoothing, clipping and averaging in double precision. */
final class RegularizationOracle {
    private RegularizationOracle() {}

    /**
     * Returns what becomes of a batch.
     *
     * @param samples the rows of the data set that make up the batch
     */
    static Expected dropout(Dropout dropout, float[] x, int[] samples, int epoch) {
        int columns = x.length / samples.length;
        Expected out = Expected.ofSize(x.length);
        for (int i = 0; i < samples.length; i++) {
            for (int j = 0; j < columns; j++) {
                int[] words = {
                    j / 8, samples[i], epoch, 4 + 256 * dropout.mask().layer()
                };
                Philox.encrypt(words, dropout.mask().seed());
                int word = words[j % 8 / 2];
                int number = j % 2 == 0 ? word & 0xFFFF : word >>> 16;
                int at = i * columns + j;
                if (number < Math.round(dropout.mask().rate() * 65536)) {
                    out.set(at, dropout.value(), 0);
                } else {
                    double scaled = (double) dropout.scale() * x[at];
                    double rounding = Tolerance.ofRounding(Math.abs(scaled) + Math.abs(dropout.shift()));
                    out.set(at, scaled + dropout.shift(), rounding);
                }
            }
        }
        return out;
    }

    /** Returns softmax cross-entropy against {@code (1 - smoothing) [j = label] + smoothing / classes}. */
    static LossOracle.Loss smoothedCrossEntropy(double[] logits, int[] labels, int classes, float smoothing) {
        LossOracle.Loss plain = LossOracle.softmaxCrossEntropy(logits, labels, classes);
        LossOracle.Loss smoothed = new LossOracle.Loss(Expected.ofSize(labels.length), Expected.ofSize(logits.length));
        for (int i = 0; i < labels.length; i++) {
            double loss = 0;
            double largest = 0;
            double logSum = 0;
            for (int j = 0; j < classes; j++) {
                largest = Math.max(largest, Math.abs(logits[i * classes + j]));
                logSum += Math.exp(logits[i * classes + j]);
            }
            logSum = Math.log(logSum);
            for (int j = 0; j < classes; j++) {
                int at = i * classes + j;
                double target = (j == labels[i] ? 1 - smoothing : 0) + smoothing / (double) classes;
                loss -= target * (logits[at] - logSum);
                double gradient = (Math.exp(logits[at] - logSum) - target) / labels.length;
                double tolerance = plain.gradient().tolerance(at) + Tolerance.ofRounding(1.0 / labels.length);
                smoothed.gradient().set(at, gradient, tolerance);
            }
            boolean known = labels[i] >= 0 && labels[i] < classes;
            double tolerance = plain.rowLoss().tolerance(i) + Tolerance.ofSum(classes, 2 * smoothing * largest);
            smoothed.rowLoss().set(i, known ? loss : Double.NaN, tolerance);
        }
        return smoothed;
    }

    /** Returns what is left of {@code x} where everything that is clipped together has this norm. */
    static Expected clip(float[] x, double norm, double limit) {
        Expected clipped = Expected.ofSize(x.length);
        for (int i = 0; i < x.length; i++) {
            double value = norm > limit ? x[i] * (limit / norm) : x[i];
            // The norm itself is given in single precision, and 1e-6 is added to it.
            clipped.set(
                    i, value, norm > limit - 1e-5 ? Tolerance.ofRounding(value) + 2e-6 / norm * Math.abs(value) : 0);
        }
        return clipped;
    }
}
