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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns operations, whose arguments have been checked, into launches. */
final class OpenClOps implements Ops {
    private final Scratch scratch;
    private final GemmLaunches gemm;
    private final ThinLaunches thin;
    private final ElementwiseLaunches elementwise;
    private final ReductionLaunches reductions;
    private final LossLaunches losses;
    private final RegularizationLaunches regularization;
    private final BatchLaunches batches;
    private final DistortionLaunches distortions;

    OpenClOps(Preset preset, GemmTilings tilings, LaunchTarget target, Scratch scratch) {
        this.scratch = scratch;
        this.gemm = new GemmLaunches(preset, tilings, target);
        this.thin = new ThinLaunches(preset, target);
        this.elementwise = new ElementwiseLaunches(preset, target);
        this.reductions = new ReductionLaunches(preset, target, scratch.partialSums());
        this.losses = new LossLaunches(preset, target);
        this.regularization = new RegularizationLaunches(preset, target);
        this.batches = new BatchLaunches(preset, target);
        this.distortions = new DistortionLaunches(preset, target);
    }

    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        gemm.launch(a, transposeA, b, transposeB, Epilogue.store(out));
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        elementwise.addBias(x, bias);
    }

    @Override
    public void columnSums(Tensor x, Tensor out) {
        reductions.columnSums(x, out);
    }

    @Override
    public void activate(ActivationFunction function, Tensor x, Tensor out) {
        elementwise.activate(function, x, out);
    }

    @Override
    public void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        elementwise.activationGradient(function, saved, upstream, out);
    }

    @Override
    public void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient) {
        losses.loss("softmax_cross_entropy", logits, labels, rowLoss, gradient);
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
        losses.loss("squared_error", predictions, targets, rowLoss, gradient);
    }

    @Override
    public void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        losses.countCorrect(scores, labels, count);
    }

    @Override
    public void gatherRows(RowSelection rows, float scale, Tensor out) {
        batches.gatherRows(rows, scale, out, null);
    }

    @Override
    public void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        distortions.distortRows(rows, distortion, out);
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
        reductions.recordMean(x, history, step, false);
    }

    @Override
    public void advance(Tensor counter) {
        batches.advance(counter);
    }

    @Override
    public void fill(Tensor x, float value) {
        elementwise.fill(x, value);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        elementwise.copy(source, target);
    }

    @Override
    public void sumOfSquares(Tensor x, Tensor out) {
        reductions.sumOfSquares(x, null, out);
    }

    @Override
    public void squaredDistance(Tensor a, Tensor b, Tensor out) {
        reductions.sumOfSquares(a, b, out);
    }

    @Override
    public void update(
            UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        elementwise.update(rule, learningRate, parameters, gradients, state);
    }

    @Override
    public void linear(Tensor x, LayerTensors layer, ActivationFunction function, @Nullable Tensor z, Tensor out) {
        Epilogue epilogue = Epilogue.forward(out, layer.bias(), function, z);
        if (ThinLaunches.fits(out.columns())) {
            thin.forward(x, layer.weights(), epilogue);
        } else {
            gemm.launch(x, false, layer.weights(), false, epilogue);
        }
    }

    @Override
    public void linearInputGradient(
            Tensor delta, Tensor weights, ActivationFunction function, Tensor saved, Tensor out) {
        if (ThinLaunches.fits(weights.columns())) {
            thin.inputGradient(new StepOperation.InputGradient(delta, weights, function, saved, out));
        } else {
            gemm.launch(delta, false, weights, true, Epilogue.slope(out, function, saved));
        }
    }

    @Override
    public void linearGradients(Tensor x, Tensor delta, LayerTensors gradients) {
        gemm.launch(x, true, delta, false, Epilogue.gradients(gradients));
    }

    @Override
    public void linearUpdate(Tensor x, Tensor delta, LayerUpdate layer) {
        if (ThinLaunches.fits(delta.columns())) {
            thin.update(x, delta, layer, null);
        } else {
            gemm.launch(x, true, delta, false, Epilogue.update(layer));
        }
    }

    @Override
    public void inputLinearUpdate(RowSelection rows, float scale, Tensor input, Tensor delta, LayerUpdate layer) {
        linearUpdate(input, delta, layer);
    }

    // What plans fuse

    /** {@link #gatherRows}, with the copy of the step's number where it is wanted. */
    void gatherRows(StepOperation.GatherRows gather) {
        batches.gatherRows(gather.rows(), gather.scale(), gather.out(), gather.keepStep() ? scratch.keptStep() : null);
    }

    /** {@link #linear}, {@link #gatherLabels} and {@link #softmaxCrossEntropy}. */
    void outputLayer(StepOperation.OutputLayer fused) {
        StepOperation.Linear linear = fused.linear();
        thin.forwardWithLoss(
                linear.x(),
                linear.layer().weights(),
                Epilogue.forward(linear.out(), linear.layer().bias(), linear.function(), linear.z()),
                fused.labels(),
                fused.loss());
    }

    /** {@link #linearInputGradient} and {@link #linearUpdate} of one layer. */
    void outputBackward(StepOperation.OutputBackward fused) {
        StepOperation.Update update = fused.update();
        thin.update(update.x(), update.delta(), update.layer(), fused.gradient());
    }

    /** {@link #recordMean} and {@link #advance}. */
    void stepEnd(StepOperation.StepEnd end) {
        reductions.recordMean(end.mean().x(), end.mean().history(), end.mean().step(), true);
    }

    /** {@link #linearUpdate}, {@link #recordMean} and {@link #advance}. */
    void lastUpdate(StepOperation.LastUpdate last) {
        StepOperation.Update update = last.update();
        Epilogue epilogue = Epilogue.lastUpdate(update.layer(), last.end().mean(), scratch.keptStep());
        gemm.launch(update.x(), true, update.delta(), false, epilogue);
    }
}
