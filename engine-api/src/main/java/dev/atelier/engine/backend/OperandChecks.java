package dev.atelier.engine.backend;

import static dev.atelier.engine.backend.Arguments.distinct;
import static dev.atelier.engine.backend.Arguments.mismatch;
import static dev.atelier.engine.backend.DType.F32;
import static dev.atelier.engine.backend.DType.I32;

import org.jspecify.annotations.Nullable;

/** What the operands of an operation on one backend must be like; each check names the operation and the tensors' shapes. */
final class OperandChecks {
    private final Backend backend;

    OperandChecks(Backend backend) {
        this.backend = backend;
    }

    /** Checks that the backend is open. */
    void start(String operation) {
        backend.checkOpen(operation);
    }

    /** Checks that a tensor is open, of this backend, and of this type. */
    void require(String operation, Tensor tensor, DType dtype) {
        Arguments.require(operation, backend, tensor, dtype);
    }

    /** Checks a tensor of reals that must have the shape of another. */
    void sameShape(String operation, Tensor expected, Tensor tensor) {
        require(operation, tensor, F32);
        if (tensor.rows() != expected.rows() || tensor.columns() != expected.columns()) {
            throw mismatch(operation, "shapes must be equal", expected, tensor);
        }
    }

    /** Checks a tensor of one element. */
    void scalar(String operation, Tensor tensor, DType dtype) {
        require(operation, tensor, dtype);
        if (tensor.size() != 1) {
            throw mismatch(operation, "a [1][1] tensor is needed", tensor);
        }
    }

    /** Checks a tensor whose shape is known. */
    void shape(String operation, Tensor tensor, DType dtype, int rows, int columns) {
        require(operation, tensor, dtype);
        if (tensor.rows() != rows || tensor.columns() != columns) {
            throw mismatch(operation, "a [" + rows + "][" + columns + "] tensor is needed", tensor);
        }
    }

    /** Checks the modes of an elastic distortion along a side of the image; there are none for an affine one. */
    void modes(String operation, @Nullable Tensor modes, int side) {
        if (modes == null) {
            return;
        }
        require(operation, modes, F32);
        if (modes.columns() != side || modes.rows() > Distortion.MAX_MODES) {
            throw mismatch(
                    operation, "at most " + Distortion.MAX_MODES + " modes of " + side + " pixels are needed", modes);
        }
    }

    /** Checks a row of reals with an element for each of a matrix's columns. */
    void row(String operation, Tensor tensor, Tensor matrix) {
        require(operation, tensor, F32);
        if (tensor.rows() != 1 || tensor.columns() != matrix.columns()) {
            throw mismatch(operation, "one row as wide as the matrix is needed", matrix, tensor);
        }
    }

    /** Checks a column with an element for each of a matrix's rows. */
    void column(String operation, Tensor tensor, DType dtype, Tensor matrix) {
        require(operation, tensor, dtype);
        if (tensor.columns() != 1 || tensor.rows() != matrix.rows()) {
            throw mismatch(operation, "one column as high as the matrix is needed", matrix, tensor);
        }
    }

    /** Checks what says which rows make a batch. */
    void selection(String operation, RowSelection rows) {
        Arguments.require(operation, backend, rows.data());
        require(operation, rows.order(), I32);
        scalar(operation, rows.step(), I32);
        if (rows.order().rows() != 1) {
            throw mismatch(operation, "order must be one row", rows.order());
        }
    }

    /** Checks a selection of rows and the batch of reals that they make. */
    void features(String operation, RowSelection rows, Tensor out) {
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

    /** Checks the operands of a layer's output. */
    void forward(String operation, Tensor x, LayerTensors layer, @Nullable Tensor z, Tensor out) {
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

    /** Checks the operands of a layer's gradients. */
    void backward(String operation, Tensor x, Tensor delta, LayerTensors gradients) {
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

    /** Checks the operands of a layer's gradients and of the step that they are for. */
    void layerUpdate(String operation, Tensor x, Tensor delta, LayerUpdate update) {
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

    /** Checks the coefficients of a rule. */
    void learningRate(String operation, UpdateRule rule, LearningRate learningRate) {
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
