package dev.atelier.engine.tck;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backend's primitives alone: its fused operations are passed over in favour of their composition. */
final class PrimitiveOps implements Ops {
    private final Ops ops;

    PrimitiveOps(Ops ops) {
        this.ops = ops;
    }

    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        ops.matmul(a, transposeA, b, transposeB, out);
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        ops.addBias(x, bias);
    }

    @Override
    public void columnSums(Tensor x, Tensor out) {
        ops.columnSums(x, out);
    }

    @Override
    public void activate(ActivationFunction function, Tensor x, Tensor out) {
        ops.activate(function, x, out);
    }

    @Override
    public void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        ops.activationGradient(function, saved, upstream, out);
    }

    @Override
    public void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient) {
        ops.softmaxCrossEntropy(logits, labels, rowLoss, gradient);
    }

    @Override
    public void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient) {
        ops.smoothLabels(logits, labels, smoothing, rowLoss, gradient);
    }

    @Override
    public void dropout(Dropout dropout, Tensor x, Tensor out) {
        ops.dropout(dropout, x, out);
    }

    @Override
    public void clipNorm(Tensor x, Tensor squares, float limit) {
        ops.clipNorm(x, squares, limit);
    }

    @Override
    public void moveTowards(Tensor target, Tensor source, LearningRate share) {
        ops.moveTowards(target, source, share);
    }

    @Override
    public void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, @Nullable Tensor gradient) {
        ops.squaredError(predictions, targets, rowLoss, gradient);
    }

    @Override
    public void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        ops.countCorrect(scores, labels, count);
    }

    @Override
    public void gatherRows(RowSelection rows, float scale, Tensor out) {
        ops.gatherRows(rows, scale, out);
    }

    @Override
    public void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        ops.distortRows(rows, distortion, out);
    }

    @Override
    public void gatherLabels(RowSelection rows, Tensor out) {
        ops.gatherLabels(rows, out);
    }

    @Override
    public void oneHot(Tensor labels, Tensor out) {
        ops.oneHot(labels, out);
    }

    @Override
    public void recordMean(Tensor x, Tensor history, Tensor step) {
        ops.recordMean(x, history, step);
    }

    @Override
    public void advance(Tensor counter) {
        ops.advance(counter);
    }

    @Override
    public void fill(Tensor x, float value) {
        ops.fill(x, value);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        ops.copy(source, target);
    }

    @Override
    public void sumOfSquares(Tensor x, Tensor out) {
        ops.sumOfSquares(x, out);
    }

    @Override
    public void squaredDistance(Tensor a, Tensor b, Tensor out) {
        ops.squaredDistance(a, b, out);
    }

    @Override
    public void update(
            UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        ops.update(rule, learningRate, parameters, gradients, state);
    }
}
