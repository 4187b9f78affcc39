package dev.atelier.engine.backend;

import static dev.atelier.engine.backend.Arguments.distinct;
import static dev.atelier.engine.backend.Arguments.inRange;
import static dev.atelier.engine.backend.Arguments.mismatch;
import static dev.atelier.engine.backend.DType.F32;
import static dev.atelier.engine.backend.DType.I32;
import static dev.atelier.engine.backend.DType.U8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the arguments of every operation, then hands it on; so that all backends refuse the same faults alike. */
final class CheckedOps implements Ops {
    private final Ops delegate;
    private final Backend backend;
    private final OperandChecks check;

    CheckedOps(Ops delegate, Backend backend) {
        this.delegate = delegate;
        this.backend = backend;
        this.check = new OperandChecks(backend);
    }

    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        check.start("matmul");
        Arguments.requireProduct("matmul", backend, a, transposeA, b, transposeB, out);
        delegate.matmul(a, transposeA, b, transposeB, out);
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        check.start("addBias");
        check.require("addBias", x, F32);
        check.row("addBias", bias, x);
        distinct("addBias", x, bias);
        delegate.addBias(x, bias);
    }

    @Override
    public void columnSums(Tensor x, Tensor out) {
        check.start("columnSums");
        check.require("columnSums", x, F32);
        check.row("columnSums", out, x);
        distinct("columnSums", x, out);
        delegate.columnSums(x, out);
    }

    @Override
    public void activate(ActivationFunction function, Tensor x, Tensor out) {
        check.start("activate");
        check.require("activate", x, F32);
        check.sameShape("activate", x, out);
        delegate.activate(function, x, out);
    }

    @Override
    public void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        check.start("activationGradient");
        check.require("activationGradient", saved, F32);
        check.sameShape("activationGradient", saved, upstream);
        check.sameShape("activationGradient", saved, out);
        distinct("activationGradient", saved, out);
        delegate.activationGradient(function, saved, upstream, out);
    }

    @Override
    public void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient) {
        check.start("softmaxCrossEntropy");
        check.require("softmaxCrossEntropy", logits, F32);
        check.column("softmaxCrossEntropy", labels, I32, logits);
        check.column("softmaxCrossEntropy", rowLoss, F32, logits);
        if (gradient != null) {
            check.sameShape("softmaxCrossEntropy", logits, gradient);
            distinct("softmaxCrossEntropy", logits, gradient);
        }
        delegate.softmaxCrossEntropy(logits, labels, rowLoss, gradient);
    }

    @Override
    public void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient) {
        check.start("smoothLabels");
        check.require("smoothLabels", logits, F32);
        check.column("smoothLabels", labels, I32, logits);
        check.column("smoothLabels", rowLoss, F32, logits);
        distinct("smoothLabels", logits, rowLoss);
        inRange("smoothLabels", "smoothing", smoothing >= 0 && smoothing <= 1, smoothing);
        if (gradient != null) {
            check.sameShape("smoothLabels", logits, gradient);
            distinct("smoothLabels", logits, gradient);
            distinct("smoothLabels", rowLoss, gradient);
        }
        delegate.smoothLabels(logits, labels, smoothing, rowLoss, gradient);
    }

    @Override
    public void dropout(Dropout dropout, Tensor x, Tensor out) {
        check.start("dropout");
        check.require("dropout", x, F32);
        check.sameShape("dropout", x, out);
        check.selection("dropout", dropout.mask().rows());
        check.scalar("dropout", dropout.mask().epoch(), I32);
        delegate.dropout(dropout, x, out);
    }

    @Override
    public void clipNorm(Tensor x, Tensor squares, float limit) {
        check.start("clipNorm");
        check.require("clipNorm", x, F32);
        check.scalar("clipNorm", squares, F32);
        distinct("clipNorm", x, squares);
        inRange("clipNorm", "limit", limit > 0 && limit < Float.POSITIVE_INFINITY, limit);
        delegate.clipNorm(x, squares, limit);
    }

    @Override
    public void moveTowards(Tensor target, Tensor source, LearningRate share) {
        check.start("moveTowards");
        check.require("moveTowards", target, F32);
        check.sameShape("moveTowards", target, source);
        distinct("moveTowards", target, source);
        check.require("moveTowards", share.table(), F32);
        check.scalar("moveTowards", share.step(), I32);
        if (share.table().rows() != 1) {
            throw mismatch("moveTowards", "the shares must be one row", share.table());
        }
        delegate.moveTowards(target, source, share);
    }

    @Override
    public void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, @Nullable Tensor gradient) {
        check.start("squaredError");
        check.require("squaredError", predictions, F32);
        check.sameShape("squaredError", predictions, targets);
        check.column("squaredError", rowLoss, F32, predictions);
        if (gradient != null) {
            check.sameShape("squaredError", predictions, gradient);
            distinct("squaredError", predictions, gradient);
            distinct("squaredError", targets, gradient);
        }
        delegate.squaredError(predictions, targets, rowLoss, gradient);
    }

    @Override
    public void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        check.start("countCorrect");
        check.require("countCorrect", scores, F32);
        check.column("countCorrect", labels, I32, scores);
        check.scalar("countCorrect", count, I32);
        delegate.countCorrect(scores, labels, count);
    }

    @Override
    public void gatherRows(RowSelection rows, float scale, Tensor out) {
        check.start("gatherRows");
        check.features("gatherRows", rows, out);
        delegate.gatherRows(rows, scale, out);
    }

    @Override
    public void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        check.start("distortRows");
        check.selection("distortRows", rows);
        check.require("distortRows", rows.data(), U8);
        check.require("distortRows", out, U8);
        long pixels = (long) distortion.height() * distortion.width();
        if (rows.data().columns() != pixels || out.columns() != pixels) {
            throw mismatch(
                    "distortRows",
                    "data and out must have a column for each of " + distortion.height() + " x " + distortion.width()
                            + " pixels",
                    rows.data(),
                    out);
        }
        distinct("distortRows", rows.data(), out);
        check.shape("distortRows", distortion.turns(), I32, 2, Distortion.TURNS);
        check.shape("distortRows", distortion.key(), I32, 1, Distortion.KEY_WORDS);
        check.modes("distortRows", distortion.rowModes(), distortion.height());
        check.modes("distortRows", distortion.columnModes(), distortion.width());
        delegate.distortRows(rows, distortion, out);
    }

    @Override
    public void gatherLabels(RowSelection rows, Tensor out) {
        check.start("gatherLabels");
        check.selection("gatherLabels", rows);
        check.require("gatherLabels", rows.data(), I32);
        check.require("gatherLabels", out, I32);
        if (rows.data().columns() != 1 || out.columns() != 1) {
            throw mismatch("gatherLabels", "data and out must have one column", rows.data(), out);
        }
        distinct("gatherLabels", rows.data(), out);
        delegate.gatherLabels(rows, out);
    }

    @Override
    public void oneHot(Tensor labels, Tensor out) {
        check.start("oneHot");
        check.require("oneHot", out, F32);
        check.column("oneHot", labels, I32, out);
        delegate.oneHot(labels, out);
    }

    @Override
    public void recordMean(Tensor x, Tensor history, Tensor step) {
        check.start("recordMean");
        check.require("recordMean", x, F32);
        check.require("recordMean", history, F32);
        check.scalar("recordMean", step, I32);
        if (x.columns() != 1 || history.rows() != 1) {
            throw mismatch("recordMean", "x must be one column and history one row", x, history);
        }
        distinct("recordMean", x, history);
        delegate.recordMean(x, history, step);
    }

    @Override
    public void advance(Tensor counter) {
        check.start("advance");
        check.scalar("advance", counter, I32);
        delegate.advance(counter);
    }

    @Override
    public void fill(Tensor x, float value) {
        check.start("fill");
        Arguments.require("fill", backend, x);
        if (x.dtype() == U8) {
            throw new IllegalArgumentException("fill: " + x + " must be F32 or I32");
        }
        delegate.fill(x, value);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        check.start("copy");
        check.require("copy", source, F32);
        check.sameShape("copy", source, target);
        distinct("copy", source, target);
        delegate.copy(source, target);
    }

    @Override
    public void sumOfSquares(Tensor x, Tensor out) {
        check.start("sumOfSquares");
        check.require("sumOfSquares", x, F32);
        check.scalar("sumOfSquares", out, F32);
        distinct("sumOfSquares", x, out);
        delegate.sumOfSquares(x, out);
    }

    @Override
    public void squaredDistance(Tensor a, Tensor b, Tensor out) {
        check.start("squaredDistance");
        check.require("squaredDistance", a, F32);
        check.sameShape("squaredDistance", a, b);
        check.scalar("squaredDistance", out, F32);
        distinct("squaredDistance", a, out);
        distinct("squaredDistance", b, out);
        delegate.squaredDistance(a, b, out);
    }

    @Override
    public void update(
            UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        check.start("update");
        check.learningRate("update", rule, learningRate);
        check.require("update", parameters, F32);
        check.sameShape("update", parameters, gradients);
        distinct("update", parameters, gradients);
        if (state.size() != rule.stateTensors()) {
            throw new IllegalArgumentException("update: " + rule + " needs " + rule.stateTensors()
                    + " state tensors for " + parameters + ", but got " + state.size());
        }
        for (int i = 0; i < state.size(); i++) {
            check.sameShape("update", parameters, state.get(i));
            distinct("update", parameters, state.get(i));
            distinct("update", gradients, state.get(i));
        }
        delegate.update(rule, learningRate, parameters, gradients, state);
    }

    @Override
    public void linear(Tensor x, LayerTensors layer, ActivationFunction function, @Nullable Tensor z, Tensor out) {
        check.start("linear");
        check.forward("linear", x, layer, z, out);
        delegate.linear(x, layer, function, z, out);
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
        check.start("inputLinear");
        check.features("inputLinear", rows, input);
        check.forward("inputLinear", input, layer, z, out);
        delegate.inputLinear(rows, scale, input, layer, function, z, out);
    }

    @Override
    public void linearInputGradient(
            Tensor delta, Tensor weights, ActivationFunction function, Tensor saved, Tensor out) {
        check.start("linearInputGradient");
        check.require("linearInputGradient", delta, F32);
        check.require("linearInputGradient", weights, F32);
        check.require("linearInputGradient", out, F32);
        if (weights.columns() != delta.columns() || out.rows() != delta.rows() || out.columns() != weights.rows()) {
            throw mismatch(
                    "linearInputGradient",
                    "delta [B][outputs], weights [inputs][outputs] and out [B][inputs] must agree",
                    delta,
                    weights,
                    out);
        }
        check.sameShape("linearInputGradient", out, saved);
        distinct("linearInputGradient", delta, out);
        distinct("linearInputGradient", weights, out);
        distinct("linearInputGradient", saved, out);
        delegate.linearInputGradient(delta, weights, function, saved, out);
    }

    @Override
    public void linearGradients(Tensor x, Tensor delta, LayerTensors gradients) {
        check.start("linearGradients");
        check.backward("linearGradients", x, delta, gradients);
        delegate.linearGradients(x, delta, gradients);
    }

    @Override
    public void inputLinearGradients(
            RowSelection rows, float scale, Tensor input, Tensor delta, LayerTensors gradients) {
        check.start("inputLinearGradients");
        check.features("inputLinearGradients", rows, input);
        check.backward("inputLinearGradients", input, delta, gradients);
        delegate.inputLinearGradients(rows, scale, input, delta, gradients);
    }

    @Override
    public void linearUpdate(Tensor x, Tensor delta, LayerUpdate layer) {
        check.start("linearUpdate");
        check.layerUpdate("linearUpdate", x, delta, layer);
        delegate.linearUpdate(x, delta, layer);
    }

    @Override
    public void inputLinearUpdate(RowSelection rows, float scale, Tensor input, Tensor delta, LayerUpdate layer) {
        check.start("inputLinearUpdate");
        check.features("inputLinearUpdate", rows, input);
        check.layerUpdate("inputLinearUpdate", input, delta, layer);
        delegate.inputLinearUpdate(rows, scale, input, delta, layer);
    }
}
