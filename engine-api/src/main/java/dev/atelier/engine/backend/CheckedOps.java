package dev.atelier.engine.backend;

import static dev.atelier.engine.backend.Arguments.distinct;
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

    CheckedOps(Ops delegate, Backend backend) {
        this.delegate = delegate;
        this.backend = backend;
    }

    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        start("matmul");
        Arguments.requireProduct("matmul", backend, a, transposeA, b, transposeB, out);
        delegate.matmul(a, transposeA, b, transposeB, out);
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        start("addBias");
        require("addBias", x, F32);
        row("addBias", bias, x);
        distinct("addBias", x, bias);
        delegate.addBias(x, bias);
    }

    @Override
    public void columnSums(Tensor x, Tensor out) {
        start("columnSums");
        require("columnSums", x, F32);
        row("columnSums", out, x);
        distinct("columnSums", x, out);
        delegate.columnSums(x, out);
    }

    @Override
    public void activate(ActivationFunction function, Tensor x, Tensor out) {
        start("activate");
        require("activate", x, F32);
        sameShape("activate", x, out);
        delegate.activate(function, x, out);
    }

    @Override
    public void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        start("activationGradient");
        require("activationGradient", saved, F32);
        sameShape("activationGradient", saved, upstream);
        sameShape("activationGradient", saved, out);
        distinct("activationGradient", saved, out);
        delegate.activationGradient(function, saved, upstream, out);
    }

    @Override
    public void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient) {
        start("softmaxCrossEntropy");
        require("softmaxCrossEntropy", logits, F32);
        column("softmaxCrossEntropy", labels, I32, logits);
        column("softmaxCrossEntropy", rowLoss, F32, logits);
        if (gradient != null) {
            sameShape("softmaxCrossEntropy", logits, gradient);
            distinct("softmaxCrossEntropy", logits, gradient);
        }
        delegate.softmaxCrossEntropy(logits, labels, rowLoss, gradient);
    }

    @Override
    public void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient) {
        start("smoothLabels");
        require("smoothLabels", logits, F32);
        column("smoothLabels", labels, I32, logits);
        column("smoothLabels", rowLoss, F32, logits);
        distinct("smoothLabels", logits, rowLoss);
        inRange("smoothLabels", "smoothing", smoothing >= 0 && smoothing <= 1, smoothing);
        if (gradient != null) {
            sameShape("smoothLabels", logits, gradient);
            distinct("smoothLabels", logits, gradient);
            distinct("smoothLabels", rowLoss, gradient);
        }
        delegate.smoothLabels(logits, labels, smoothing, rowLoss, gradient);
    }

    @Override
    public void dropout(Dropout dropout, Tensor x, Tensor out) {
        start("dropout");
        require("dropout", x, F32);
        sameShape("dropout", x, out);
        selection("dropout", dropout.mask().rows());
        scalar("dropout", dropout.mask().epoch(), I32);
        delegate.dropout(dropout, x, out);
    }

    @Override
    public void clipNorm(Tensor x, Tensor squares, float limit) {
        start("clipNorm");
        require("clipNorm", x, F32);
        scalar("clipNorm", squares, F32);
        distinct("clipNorm", x, squares);
        inRange("clipNorm", "limit", limit > 0 && limit < Float.POSITIVE_INFINITY, limit);
        delegate.clipNorm(x, squares, limit);
    }

    @Override
    public void moveTowards(Tensor target, Tensor source, LearningRate share) {
        start("moveTowards");
        require("moveTowards", target, F32);
        sameShape("moveTowards", target, source);
        distinct("moveTowards", target, source);
        require("moveTowards", share.table(), F32);
        scalar("moveTowards", share.step(), I32);
        if (share.table().rows() != 1) {
            throw mismatch("moveTowards", "the shares must be one row", share.table());
        }
        delegate.moveTowards(target, source, share);
    }

    @Override
    public void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, @Nullable Tensor gradient) {
        start("squaredError");
        require("squaredError", predictions, F32);
        sameShape("squaredError", predictions, targets);
        column("squaredError", rowLoss, F32, predictions);
        if (gradient != null) {
            sameShape("squaredError", predictions, gradient);
            distinct("squaredError", predictions, gradient);
            distinct("squaredError", targets, gradient);
        }
        delegate.squaredError(predictions, targets, rowLoss, gradient);
    }

    @Override
    public void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        start("countCorrect");
        require("countCorrect", scores, F32);
        column("countCorrect", labels, I32, scores);
        scalar("countCorrect", count, I32);
        delegate.countCorrect(scores, labels, count);
    }

    @Override
    public void gatherRows(RowSelection rows, float scale, Tensor out) {
        start("gatherRows");
        features("gatherRows", rows, out);
        delegate.gatherRows(rows, scale, out);
    }

    @Override
    public void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        start("distortRows");
        selection("distortRows", rows);
        require("distortRows", rows.data(), U8);
        require("distortRows", out, U8);
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
        shape("distortRows", distortion.turns(), I32, 2, Distortion.TURNS);
        shape("distortRows", distortion.key(), I32, 1, Distortion.KEY_WORDS);
        modes("distortRows", distortion.rowModes(), distortion.height());
        modes("distortRows", distortion.columnModes(), distortion.width());
        delegate.distortRows(rows, distortion, out);
    }

    @Override
    public void gatherLabels(RowSelection rows, Tensor out) {
        start("gatherLabels");
        selection("gatherLabels", rows);
        require("gatherLabels", rows.data(), I32);
        require("gatherLabels", out, I32);
        if (rows.data().columns() != 1 || out.columns() != 1) {
            throw mismatch("gatherLabels", "data and out must have one column", rows.data(), out);
        }
        distinct("gatherLabels", rows.data(), out);
        delegate.gatherLabels(rows, out);
    }

    @Override
    public void oneHot(Tensor labels, Tensor out) {
        start("oneHot");
        require("oneHot", out, F32);
        column("oneHot", labels, I32, out);
        delegate.oneHot(labels, out);
    }

    @Override
    public void recordMean(Tensor x, Tensor history, Tensor step) {
        start("recordMean");
        require("recordMean", x, F32);
        require("recordMean", history, F32);
        scalar("recordMean", step, I32);
        if (x.columns() != 1 || history.rows() != 1) {
            throw mismatch("recordMean", "x must be one column and history one row", x, history);
        }
        distinct("recordMean", x, history);
        delegate.recordMean(x, history, step);
    }

    @Override
    public void advance(Tensor counter) {
        start("advance");
        scalar("advance", counter, I32);
        delegate.advance(counter);
    }

    @Override
    public void fill(Tensor x, float value) {
        start("fill");
        Arguments.require("fill", backend, x);
        if (x.dtype() == U8) {
            throw new IllegalArgumentException("fill: " + x + " must be F32 or I32");
        }
        delegate.fill(x, value);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        start("copy");
        require("copy", source, F32);
        sameShape("copy", source, target);
        distinct("copy", source, target);
        delegate.copy(source, target);
    }

    @Override
    public void sumOfSquares(Tensor x, Tensor out) {
        start("sumOfSquares");
        require("sumOfSquares", x, F32);
        scalar("sumOfSquares", out, F32);
        distinct("sumOfSquares", x, out);
        delegate.sumOfSquares(x, out);
    }

    @Override
    public void squaredDistance(Tensor a, Tensor b, Tensor out) {
        start("squaredDistance");
        require("squaredDistance", a, F32);
        sameShape("squaredDistance", a, b);
        scalar("squaredDistance", out, F32);
        distinct("squaredDistance", a, out);
        distinct("squaredDistance", b, out);
        delegate.squaredDistance(a, b, out);
    }

    @Override
    public void update(
            UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        start("update");
        learningRate("update", rule, learningRate);
        require("update", parameters, F32);
        sameShape("update", parameters, gradients);
        distinct("update", parameters, gradients);
        if (state.size() != rule.stateTensors()) {
            throw new IllegalArgumentException("update: " + rule + " needs " + rule.stateTensors()
                    + " state tensors for " + parameters + ", but got " + state.size());
        }
        for (int i = 0; i < state.size(); i++) {
            sameShape("update", parameters, state.get(i));
            distinct("update", parameters, state.get(i));
            distinct("update", gradients, state.get(i));
        }
        delegate.update(rule, learningRate, parameters, gradients, state);
    }

    @Override
    public void linear(Tensor x, LayerTensors layer, ActivationFunction function, @Nullable Tensor z, Tensor out) {
        start("linear");
        forward("linear", x, layer, z, out);
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
        start("inputLinear");
        features("inputLinear", rows, input);
        forward("inputLinear", input, layer, z, out);
        delegate.inputLinear(rows, scale, input, layer, function, z, out);
    }

    @Override
    public void linearInputGradient(
            Tensor delta, Tensor weights, ActivationFunction function, Tensor saved, Tensor out) {
        start("linearInputGradient");
        require("linearInputGradient", delta, F32);
        require("linearInputGradient", weights, F32);
        require("linearInputGradient", out, F32);
        if (weights.columns() != delta.columns() || out.rows() != delta.rows() || out.columns() != weights.rows()) {
            throw mismatch(
                    "linearInputGradient",
                    "delta [B][outputs], weights [inputs][outputs] and out [B][inputs] must agree",
                    delta,
                    weights,
                    out);
        }
        sameShape("linearInputGradient", out, saved);
        distinct("linearInputGradient", delta, out);
        distinct("linearInputGradient", weights, out);
        distinct("linearInputGradient", saved, out);
        delegate.linearInputGradient(delta, weights, function, saved, out);
    }

    @Override
    public void linearGradients(Tensor x, Tensor delta, LayerTensors gradients) {
        start("linearGradients");
        backward("linearGradients", x, delta, gradients);
        delegate.linearGradients(x, delta, gradients);
    }

    @Override
    public void inputLinearGradients(
            RowSelection rows, float scale, Tensor input, Tensor delta, LayerTensors gradients) {
        start("inputLinearGradients");
        features("inputLinearGradients", rows, input);
        backward("inputLinearGradients", input, delta, gradients);
        delegate.inputLinearGradients(rows, scale, input, delta, gradients);
    }

    @Override
    public void linearUpdate(Tensor x, Tensor delta, LayerUpdate layer) {
        start("linearUpdate");
        layerUpdate("linearUpdate", x, delta, layer);
        delegate.linearUpdate(x, delta, layer);
    }

    @Override
    public void inputLinearUpdate(RowSelection rows, float scale, Tensor input, Tensor delta, LayerUpdate layer) {
        start("inputLinearUpdate");
        features("inputLinearUpdate", rows, input);
        layerUpdate("inputLinearUpdate", input, delta, layer);
        delegate.inputLinearUpdate(rows, scale, input, delta, layer);
    }

    private void start(String operation) {
        backend.checkOpen(operation);
    }

    private void require(String operation, Tensor tensor, DType dtype) {
        Arguments.require(operation, backend, tensor, dtype);
    }

    private void sameShape(String operation, Tensor expected, Tensor tensor) {
        require(operation, tensor, F32);
        if (tensor.rows() != expected.rows() || tensor.columns() != expected.columns()) {
            throw mismatch(operation, "shapes must be equal", expected, tensor);
        }
    }

    private void scalar(String operation, Tensor tensor, DType dtype) {
        require(operation, tensor, dtype);
        if (tensor.size() != 1) {
            throw mismatch(operation, "a [1][1] tensor is needed", tensor);
        }
    }

    private void shape(String operation, Tensor tensor, DType dtype, int rows, int columns) {
        require(operation, tensor, dtype);
        if (tensor.rows() != rows || tensor.columns() != columns) {
            throw mismatch(operation, "a [" + rows + "][" + columns + "] tensor is needed", tensor);
        }
    }

    private void modes(String operation, @Nullable Tensor modes, int side) {
        if (modes == null) {
            return;
        }
        require(operation, modes, F32);
        if (modes.columns() != side || modes.rows() > Distortion.MAX_MODES) {
            throw mismatch(
                    operation, "at most " + Distortion.MAX_MODES + " modes of " + side + " pixels are needed", modes);
        }
    }

    private void row(String operation, Tensor tensor, Tensor matrix) {
        require(operation, tensor, F32);
        if (tensor.rows() != 1 || tensor.columns() != matrix.columns()) {
            throw mismatch(operation, "one row as wide as the matrix is needed", matrix, tensor);
        }
    }

    private void column(String operation, Tensor tensor, DType dtype, Tensor matrix) {
        require(operation, tensor, dtype);
        if (tensor.columns() != 1 || tensor.rows() != matrix.rows()) {
            throw mismatch(operation, "one column as high as the matrix is needed", matrix, tensor);
        }
    }

    private static void inRange(String operation, String argument, boolean holds, float value) {
        if (!holds) {
            throw new IllegalArgumentException(operation + ": " + argument + " is out of range: " + value);
        }
    }

    private void selection(String operation, RowSelection rows) {
        Arguments.require(operation, backend, rows.data());
        require(operation, rows.order(), I32);
        scalar(operation, rows.step(), I32);
        if (rows.order().rows() != 1) {
            throw mismatch(operation, "order must be one row", rows.order());
        }
    }

    private void features(String operation, RowSelection rows, Tensor out) {
        selection(operation, rows);
        require(operation, out, F32);
        if (rows.data().dtype() == I32) {
            throw new IllegalArgumentException(operation + ": " + rows.data() + " must be U8 or F32");
        }
        if (rows.data().columns() != out.columns()) {
            throw mismatch(operation, "data and batch must have the same columns", rows.data(), out);
        }
        distinct(operation, rows.data(), out);
    }

    private void layer(String operation, LayerTensors layer) {
        require(operation, layer.weights(), F32);
        row(operation, layer.bias(), layer.weights());
    }

    private void forward(String operation, Tensor x, LayerTensors layer, @Nullable Tensor z, Tensor out) {
        require(operation, x, F32);
        layer(operation, layer);
        require(operation, out, F32);
        if (x.columns() != layer.weights().rows()
                || out.rows() != x.rows()
                || out.columns() != layer.weights().columns()) {
            throw mismatch(
                    operation,
                    "x [B][inputs], weights [inputs][outputs] and out [B][outputs] must agree",
                    x,
                    layer.weights(),
                    out);
        }
        distinct(operation, x, out);
        if (z != null) {
            sameShape(operation, out, z);
            distinct(operation, out, z);
            distinct(operation, x, z);
        }
    }

    private void backward(String operation, Tensor x, Tensor delta, LayerTensors gradients) {
        require(operation, x, F32);
        require(operation, delta, F32);
        layer(operation, gradients);
        if (x.rows() != delta.rows()
                || gradients.weights().rows() != x.columns()
                || gradients.weights().columns() != delta.columns()) {
            throw mismatch(
                    operation,
                    "x [B][inputs], delta [B][outputs] and gradient [inputs][outputs] must agree",
                    x,
                    delta,
                    gradients.weights());
        }
    }

    private void layerUpdate(String operation, Tensor x, Tensor delta, LayerUpdate update) {
        backward(operation, x, delta, update.gradients());
        learningRate(operation, update.rule(), update.learningRate());
        sameLayer(operation, update.gradients(), update.parameters());
        for (int i = 0; i < update.state().size(); i++) {
            sameLayer(operation, update.gradients(), update.state().get(i));
        }
    }

    private void sameLayer(String operation, LayerTensors expected, LayerTensors layer) {
        sameShape(operation, expected.weights(), layer.weights());
        sameShape(operation, expected.bias(), layer.bias());
        distinct(operation, expected.weights(), layer.weights());
        distinct(operation, expected.bias(), layer.bias());
    }

    private void learningRate(String operation, UpdateRule rule, LearningRate learningRate) {
        require(operation, learningRate.table(), F32);
        scalar(operation, learningRate.step(), I32);
        if (learningRate.table().rows() != rule.coefficientCount()) {
            throw mismatch(
                    operation,
                    "the learning rate's table must have a row for each of the " + rule.coefficientCount()
                            + " coefficients of " + rule,
                    learningRate.table());
        }
    }
}
