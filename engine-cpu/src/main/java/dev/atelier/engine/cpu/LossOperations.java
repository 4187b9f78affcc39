package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.cpu.kernel.FloatMath;
import org.jspecify.annotations.Nullable;

/** Losses and their gradients, row by row. */
final class LossOperations {
    /** The work of an exponential, in additions. */
    private static final int EXPONENTIAL_COST = 16;

    private final CpuEngine engine;
    private final SoftmaxCrossEntropy softmaxCrossEntropy = new SoftmaxCrossEntropy();
    private final SquaredError squaredError = new SquaredError();

    LossOperations(CpuEngine engine) {
        this.engine = engine;
    }

    void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient) {
        softmaxCrossEntropy.logits = (CpuTensor) logits;
        softmaxCrossEntropy.labels = (CpuTensor) labels;
        softmaxCrossEntropy.rowLoss = (CpuTensor) rowLoss;
        softmaxCrossEntropy.gradient = (CpuTensor) gradient;
        engine.run(softmaxCrossEntropy, logits.size() * (long) EXPONENTIAL_COST >= BlockTask.LARGE);
    }

    /** Few classes and cheap sums: not worth a second thread. */
    void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient) {
        CpuTensor scores = (CpuTensor) logits;
        CpuTensor losses = (CpuTensor) rowLoss;
        CpuTensor slopes = (CpuTensor) gradient;
        int classes = scores.columns();
        float share = smoothing / scores.rows();
        for (int row = 0; row < scores.rows(); row++) {
            int start = scores.index(row, 0);
            int label = ((CpuTensor) labels).ints[row];
            double sum = 0;
            for (int j = 0; j < classes; j++) {
                sum += scores.floats[start + j];
                if (slopes != null) {
                    slopes.floats[slopes.index(row, j)] += share * ((j == label ? 1f : 0f) - 1f / classes);
                }
            }
            if (label >= 0 && label < classes && smoothing > 0) {
                losses.floats[losses.index(row, 0)] +=
                        (float) (smoothing * (scores.floats[start + label] - sum / classes));
            }
        }
    }

    void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, @Nullable Tensor gradient) {
        squaredError.predictions = (CpuTensor) predictions;
        squaredError.targets = (CpuTensor) targets;
        squaredError.rowLoss = (CpuTensor) rowLoss;
        squaredError.gradient = (CpuTensor) gradient;
        engine.run(squaredError, predictions.size() >= BlockTask.LARGE);
    }

    void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        CpuTensor matrix = (CpuTensor) scores;
        int[] label = ((CpuTensor) labels).ints;
        int correct = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            if (winner(matrix, row) == label[row]) {
                correct++;
            }
        }
        ((CpuTensor) count).ints[0] += correct;
    }

    /** Returns the first of the columns with the largest score, or {@link Integer#MIN_VALUE} if the row holds NaN. */
    private static int winner(CpuTensor scores, int row) {
        int start = scores.index(row, 0);
        int best = 0;
        for (int j = 0; j < scores.columns(); j++) {
            float score = scores.floats[start + j];
            if (Float.isNaN(score)) {
                return Integer.MIN_VALUE;
            }
            if (score > scores.floats[start + best]) {
                best = j;
            }
        }
        return best;
    }

    @SuppressWarnings("NullAway.Init")
    private static final class SoftmaxCrossEntropy implements Task {
        private CpuTensor logits;
        private CpuTensor labels;
        private CpuTensor rowLoss;
        private @Nullable CpuTensor gradient;

        @Override
        public void run(int part, int parts) {
            int end = Task.begin(part + 1, parts, logits.rows());
            for (int row = Task.begin(part, parts, logits.rows()); row < end; row++) {
                row(row);
            }
        }

        private void row(int row) {
            float[] x = logits.floats;
            int start = logits.index(row, 0);
            int classes = logits.columns();
            int label = labels.ints[row];
            float largest = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < classes; j++) {
                largest = Math.max(largest, x[start + j]);
            }
            CpuTensor target = gradient;
            float sum = 0;
            for (int j = 0; j < classes; j++) {
                float e = FloatMath.exp(x[start + j] - largest);
                sum += e;
                if (target != null) {
                    target.floats[target.index(row, j)] = e;
                }
            }
            boolean known = label >= 0 && label < classes;
            rowLoss.floats[rowLoss.index(row, 0)] =
                    known ? (float) (Math.log(sum) + ((double) largest - x[start + label])) : Float.NaN;
            if (target == null) {
                return;
            }
            float batch = logits.rows();
            int first = target.index(row, 0);
            for (int j = 0; j < classes; j++) {
                float probability = target.floats[first + j] / sum;
                target.floats[first + j] = (probability - (j == label ? 1 : 0)) / batch;
            }
        }
    }

    @SuppressWarnings("NullAway.Init")
    private static final class SquaredError implements Task {
        private CpuTensor predictions;
        private CpuTensor targets;
        private CpuTensor rowLoss;
        private @Nullable CpuTensor gradient;

        @Override
        public void run(int part, int parts) {
            int end = Task.begin(part + 1, parts, predictions.rows());
            for (int row = Task.begin(part, parts, predictions.rows()); row < end; row++) {
                row(row);
            }
        }

        private void row(int row) {
            int columns = predictions.columns();
            float scale = (float) (2.0 / ((double) predictions.rows() * columns));
            CpuTensor target = gradient;
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                float difference =
                        predictions.floats[predictions.index(row, j)] - targets.floats[targets.index(row, j)];
                sum += (double) difference * difference;
                if (target != null) {
                    target.floats[target.index(row, j)] = scale * difference;
                }
            }
            rowLoss.floats[rowLoss.index(row, 0)] = (float) (sum / columns);
        }
    }
}
