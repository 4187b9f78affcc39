package dev.atelier.engine.cpu;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations, each handed to its family. */
final class CpuOps implements Ops {
    private final ElementOperations elements;
    private final ReductionOperations reductions;
    private final LossOperations losses;
    private final RegularizationOperations regularization;
    private final BatchOperations batches;
    private final MatrixOperations matrices;
    private final InputLayer inputLayer;
    private final DistortRows distortions;

    CpuOps(CpuEngine engine) {
        elements = new ElementOperations(engine);
        reductions = new ReductionOperations(engine);
        losses = new LossOperations(engine);
        regularization = new RegularizationOperations(engine);
        batches = new BatchOperations(engine);
        matrices = new MatrixOperations(engine);
        inputLayer = new InputLayer(engine, batches, matrices);
        distortions = new DistortRows(engine);
    }

    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        matrices.matmul(a, transposeA, b, transposeB, out);
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        elements.addBias(x, bias);
    }

    @Override
    public void columnSums(Tensor x, Tensor out) {
        reductions.columnSums(x, out);
    }

    @Override
    public void activate(ActivationFunction function, Tensor x, Tensor out) {
        elements.activate(function, x, out);
    }

    @Override
    public void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        elements.activationGradient(function, saved, upstream, out);
    }

    @Override
    public void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient) {
        losses.softmaxCrossEntropy(logits, labels, rowLoss, gradient);
    }

    @Override
    public void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient) {
        losses.smoothLabels(logits, labels, smoothing, rowLoss, gradient);
    }

    @Override
    public void dropout(Dropout dropout, Tensor x, Tensor out) {
        regularization.dropout(dropout, x, out);
    }

    @Override
    public void clipNorm(Tensor x, Tensor squares, float limit) {
        regularization.clipNorm(x, squares, limit);
    }

    @Override
    public void moveTowards(Tensor target, Tensor source, LearningRate share) {
        regularization.moveTowards(target, source, share);
    }

    @Override
    public void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, @Nullable Tensor gradient) {
        losses.squaredError(predictions, targets, rowLoss, gradient);
    }

    @Override
    public void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        losses.countCorrect(scores, labels, count);
    }

    @Override
    public void gatherRows(RowSelection rows, float scale, Tensor out) {
        batches.gatherRows(rows, scale, out);
    }

    @Override
    public void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        inputLayer.readAlike(rows.data(), out);
        distortions.run(rows, distortion, out);
    }

    @Override
    public void gatherLabels(RowSelection rows, Tensor out) {
        batches.gatherLabels(rows, out);
    }

    @Override
    public void oneHot(Tensor labels, Tensor out) {
        batches.oneHot(labels, out);
    }

    @Override
    public void recordMean(Tensor x, Tensor history, Tensor step) {
        batches.recordMean(x, history, step);
    }

    @Override
    public void advance(Tensor counter) {
        batches.advance(counter);
    }

    @Override
    public void fill(Tensor x, float value) {
        elements.fill(x, value);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        elements.copy(source, target);
    }

    @Override
    public void sumOfSquares(Tensor x, Tensor out) {
        reductions.sumOfSquares(x, out);
    }

    @Override
    public void squaredDistance(Tensor a, Tensor b, Tensor out) {
        reductions.squaredDistance(a, b, out);
    }

    @Override
    public void update(
            UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        elements.update(rule, learningRate, parameters, gradients, state);
    }

    @Override
    public void linear(Tensor x, LayerTensors layer, ActivationFunction function, @Nullable Tensor z, Tensor out) {
        matrices.linear(x, layer, function, z, out, false);
    }

    @Override
    public void inputLinear(
            RowSelection rows,
            float scale,
            Tensor input,
            LayerTensors layer,
            ActivationFunction function,
            @Nullable Tensor z,
            Tensor out) {
        inputLayer.linear(rows, scale, input, layer, function, z, out);
    }

    @Override
    public void linearInputGradient(
            Tensor delta, Tensor weights, ActivationFunction function, Tensor saved, Tensor out) {
        matrices.linearInputGradient(delta, weights, function, saved, out);
    }

    @Override
    public void linearGradients(Tensor x, Tensor delta, LayerTensors gradients) {
        matrices.linearGradients(x, delta, gradients, false);
    }

    @Override
    public void inputLinearGradients(
            RowSelection rows, float scale, Tensor input, Tensor delta, LayerTensors gradients) {
        inputLayer.gradients(rows, input, delta, gradients);
    }

    @Override
    public void linearUpdate(Tensor x, Tensor delta, LayerUpdate layer) {
        matrices.linearUpdate(x, delta, layer, false);
    }

    @Override
    public void inputLinearUpdate(RowSelection rows, float scale, Tensor input, Tensor delta, LayerUpdate layer) {
        inputLayer.update(rows, input, delta, layer);
    }
}
