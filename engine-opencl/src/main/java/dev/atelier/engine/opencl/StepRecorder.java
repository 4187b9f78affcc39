package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notes the operations of a step, whose arguments have been checked, in their order. */
final class StepRecorder implements Ops {
    private final List<StepOperation> operations = new ArrayList<>();

    /** Returns what was noted. */
    List<StepOperation> operations() {
        return operations;
    }

    private void other(Consumer<OpenClOps> call) {
        operations.add(new StepOperation.Other(call));
    }

    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        other(ops -> ops.matmul(a, transposeA, b, transposeB, out));
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        other(ops -> ops.addBias(x, bias));
    }

    @Override
    public void columnSums(Tensor x, Tensor out) {
        other(ops -> ops.columnSums(x, out));
    }

    @Override
    public void activate(ActivationFunction function, Tensor x, Tensor out) {
        other(ops -> ops.activate(function, x, out));
    }

    @Override
    public void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        other(ops -> ops.activationGradient(function, saved, upstream, out));
    }

    @Override
    public void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient) {
        operations.add(new StepOperation.CrossEntropy(logits, labels, rowLoss, gradient));
    }

    @Override
    public void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient) {
        other(ops -> ops.smoothLabels(logits, labels, smoothing, rowLoss, gradient));
    }

    @Override
    public void dropout(Dropout dropout, Tensor x, Tensor out) {
        other(ops -> ops.dropout(dropout, x, out));
    }

    @Override
    public void clipNorm(Tensor x, Tensor squares, float limit) {
        other(ops -> ops.clipNorm(x, squares, limit));
    }

    @Override
    public void moveTowards(Tensor target, Tensor source, LearningRate share) {
        other(ops -> ops.moveTowards(target, source, share));
    }

    @Override
    public void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        other(ops -> ops.distortRows(rows, distortion, out));
    }

    @Override
    public void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, @Nullable Tensor gradient) {
        other(ops -> ops.squaredError(predictions, targets, rowLoss, gradient));
    }

    @Override
    public void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        other(ops -> ops.countCorrect(scores, labels, count));
    }

    @Override
    public void gatherRows(RowSelection rows, float scale, Tensor out) {
        operations.add(new StepOperation.GatherRows(rows, scale, out, false));
    }

    @Override
    public void gatherLabels(RowSelection rows, Tensor out) {
        operations.add(new StepOperation.GatherLabels(rows, out));
    }

    @Override
    public void oneHot(Tensor labels, Tensor out) {
        other(ops -> ops.oneHot(labels, out));
    }

    @Override
    public void recordMean(Tensor x, Tensor history, Tensor step) {
        operations.add(new StepOperation.RecordMean(x, history, step));
    }

    @Override
    public void advance(Tensor counter) {
        operations.add(new StepOperation.Advance(counter));
    }

    @Override
    public void fill(Tensor x, float value) {
        other(ops -> ops.fill(x, value));
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        other(ops -> ops.copy(source, target));
    }

    @Override
    public void sumOfSquares(Tensor x, Tensor out) {
        other(ops -> ops.sumOfSquares(x, out));
    }

    @Override
    public void squaredDistance(Tensor a, Tensor b, Tensor out) {
        other(ops -> ops.squaredDistance(a, b, out));
    }

    @Override
    public void update(
            UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        List<Tensor> kept = List.copyOf(state);
        other(ops -> ops.update(rule, learningRate, parameters, gradients, kept));
    }

    @Override
    public void linear(Tensor x, LayerTensors layer, ActivationFunction function, @Nullable Tensor z, Tensor out) {
        operations.add(new StepOperation.Linear(x, layer, function, z, out));
    }

    @Override
    public void linearInputGradient(
            Tensor delta, Tensor weights, ActivationFunction function, Tensor saved, Tensor out) {
        operations.add(new StepOperation.InputGradient(delta, weights, function, saved, out));
    }

    @Override
    public void linearGradients(Tensor x, Tensor delta, LayerTensors gradients) {
        other(ops -> ops.linearGradients(x, delta, gradients));
    }

    @Override
    public void linearUpdate(Tensor x, Tensor delta, LayerUpdate layer) {
        operations.add(new StepOperation.Update(x, delta, layer));
    }

    @Override
    public void inputLinearUpdate(RowSelection rows, float scale, Tensor input, Tensor delta, LayerUpdate layer) {
        linearUpdate(input, delta, layer);
    }
}
