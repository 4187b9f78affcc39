package dev.atelier.engine.backend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a backend. They enqueue and return; only {@link Backend#read} and {@link Backend#synchronize} wait.
 *
 * <p>The abstract methods are the primitives that every backend has. The {@code default} methods are fused operations, given
 * by their composition from primitives; a fast backend overrides them. Callers get their {@code Ops} from
 * {@link Backend#ops()}, which checks every argument first, so that implementations need not: a fault throws
 * {@link IllegalArgumentException} and names the operation, the tensors and their shapes.
 *
 * <p>Shapes are written {@code [rows][columns]}; {@code B} is the batch size. Unless it says so, an output must not be the
 * same tensor as an input. Results do not depend on the number of threads, and the same inputs give the same bits each time.
 * NaN and infinity in the inputs come out as IEEE 754 arithmetic has it.
 */
public interface Ops {
    // Dense algebra

    /**
     * General matrix product: {@code out = op(a) op(b)}, where {@code op} transposes where its flag says so.
     *
     * @param a F32 {@code [m][k]}, or {@code [k][m]} if transposed
     * @param b F32 {@code [k][n]}, or {@code [n][k]} if transposed
     * @param out F32 {@code [m][n]}
     */
    void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out);

    /**
     * Adds a row to each row: {@code x[i][j] += bias[0][j]}.
     *
     * @param x F32 {@code [B][n]}, changed in place
     * @param bias F32 {@code [1][n]}
     */
    void addBias(Tensor x, Tensor bias);

    /** Sums each column: {@code out[0][j] = sum_i x[i][j]}; {@code x} F32 {@code [B][n]}, {@code out} F32 {@code [1][n]}. */
    void columnSums(Tensor x, Tensor out);

    // Activations

    /** {@code out = f(x)}, element-wise; both F32 of one shape, and they may be the same tensor. */
    void activate(ActivationFunction function, Tensor x, Tensor out);

    /**
     * The chain rule through an activation: {@code out = upstream * f'}, element-wise; all F32 of one shape. {@code out} may be
     * the same tensor as {@code upstream}.
     *
     * @param saved the function's output if {@link ActivationFunction#gradientFromOutput()}, else its input
     */
    void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out);

    // Losses

    /**
     * Softmax and cross-entropy of each row, computed from the logits without overflow:
     * {@code rowLoss[i] = log(sum_j e^logits[i][j]) - logits[i][label_i]}, and the gradient of the batch's mean loss,
     * {@code gradient[i][j] = (softmax(logits[i])[j] - [j = label_i]) / B}. A label outside {@code 0 .. C-1} makes its row's
     * loss NaN.
     *
     * @param logits F32 {@code [B][C]}
     * @param labels I32 {@code [B][1]}
     * @param rowLoss F32 {@code [B][1]}
     * @param gradient F32 {@code [B][C]}, or null when only the loss is wanted
     */
    void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient);

    /**
     * Label smoothing (Szegedy et al. 2016, section 7): turns what {@link #softmaxCrossEntropy} wrote for the same logits and labels
     * into the loss against targets {@code (1 - s) [j = label_i] + s / C}. {@code rowLoss[i] += s (logits[i][label_i] - mean_j
     * logits[i][j])} and {@code gradient[i][j] += s ([j = label_i] - 1/C) / B}. A row whose label is outside {@code 0 .. C-1} keeps its
     * loss, NaN.
     *
     * @param logits F32 {@code [B][C]}
     * @param labels I32 {@code [B][1]}
     * @param smoothing {@code s}, from 0 to 1
     * @param rowLoss F32 {@code [B][1]}, changed in place
     * @param gradient F32 {@code [B][C]}, changed in place, or null when only the loss is wanted
     */
    void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient);

    /**
     * Mean squared error of each row: {@code rowLoss[i] = 1/C sum_j (predictions[i][j] - targets[i][j])^2}, and the gradient of
     * the batch's mean loss, {@code gradient[i][j] = 2 (predictions[i][j] - targets[i][j]) / (B C)}.
     *
     * @param predictions F32 {@code [B][C]}
     * @param targets F32 {@code [B][C]}
     * @param rowLoss F32 {@code [B][1]}
     * @param gradient F32 {@code [B][C]}, or null when only the loss is wanted
     */
    void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, @Nullable Tensor gradient);

    /**
     * Adds the number of rows whose largest score (the first of equals) stands at their label to {@code count[0][0]}. A row
     * that holds NaN counts as wrong.
     *
     * @param scores F32 {@code [B][C]}
     * @param labels I32 {@code [B][1]}
     * @param count I32 {@code [1][1]}
     */
    void countCorrect(Tensor scores, Tensor labels, Tensor count);

    // Regularisation

    /**
     * Drops units at random: {@code out[i][j] = scale x[i][j] + shift} where {@link DropoutMask} keeps unit {@code j} of row
     * {@code i}, else {@code value}; {@link Dropout} says which numbers make up which kind of dropout, and its gradient.
     *
     * @param x F32 {@code [B][n]}
     * @param out F32 {@code [B][n]}; may be the same tensor as {@code x}
     */
    void dropout(Dropout dropout, Tensor x, Tensor out);

    /**
     * Gradient clipping by norm (Pascanu et al. 2013, algorithm 1, in the form that PyTorch documents):
     * {@code x *= min(1, limit / (sqrt(squares[0][0]) + 1e-6))}. The factor is 1 where {@code squares} is NaN.
     *
     * @param x F32 of any shape, changed in place
     * @param squares F32 {@code [1][1]}, the sum of squares of all that is clipped together
     * @param limit the norm that is let through, above 0
     */
    void clipNorm(Tensor x, Tensor squares, float limit);

    /**
     * One step of an exponential moving average: {@code target += share (source - target)}.
     *
     * @param target F32 of any shape, changed in place
     * @param source F32 of the same shape
     * @param share the step's share of {@code source}, the one row of the table
     */
    void moveTowards(Tensor target, Tensor source, LearningRate share);

    // Batches and counters

    /**
     * Gathers a mini-batch: {@code out[i][j] = scale * data[row_i][j]}.
     *
     * @param rows U8 or F32 data {@code [n][features]}
     * @param out F32 {@code [B][features]}
     */
    void gatherRows(RowSelection rows, float scale, Tensor out);

    /**
     * Gathers a mini-batch of images, each distorted in a way of its own: {@code out[i]} is {@code data[row_i]} under the distortion that
     * the key's epoch has for sample {@code row_i}; {@link Distortion} gives the formula.
     *
     * @param rows U8 data {@code [n][height * width]}
     * @param distortion how
     * @param out U8 {@code [B][height * width]}
     */
    void distortRows(RowSelection rows, Distortion distortion, Tensor out);

    /** Gathers labels: {@code out[i] = data[row_i]}; data I32 {@code [n][1]}, {@code out} I32 {@code [B][1]}. */
    void gatherLabels(RowSelection rows, Tensor out);

    /**
     * Encodes labels as rows of zeros with a one: {@code out[i][j] = [j = label_i]}; {@code labels} I32 {@code [B][1]},
     * {@code out} F32 {@code [B][C]}. A label outside {@code 0 .. C-1} gives a row of zeros.
     */
    void oneHot(Tensor labels, Tensor out);

    /**
     * Writes the mean of {@code x} F32 {@code [B][1]} to {@code history[0][step]}; {@code history} F32 {@code [1][n]},
     * {@code step} I32 {@code [1][1]}. A step outside {@code 0 .. n-1} writes nothing.
     */
    void recordMean(Tensor x, Tensor history, Tensor step);

    /** Adds one to {@code counter[0][0]}, I32 {@code [1][1]}. */
    void advance(Tensor counter);

    // Element-wise operations and reductions, also over Slab.whole()

    /** Sets every element of an F32 or I32 tensor; an I32 tensor takes the value cut to an integer. */
    void fill(Tensor x, float value);

    /** Copies {@code source} to {@code target}, both F32 of one shape. */
    void copy(Tensor source, Tensor target);

    /** {@code out[0][0] = sum x^2}; {@code x} F32 of any shape, {@code out} F32 {@code [1][1]}. */
    void sumOfSquares(Tensor x, Tensor out);

    /** {@code out[0][0] = sum (a - b)^2}; {@code a} and {@code b} F32 of one shape, {@code out} F32 {@code [1][1]}. */
    void squaredDistance(Tensor a, Tensor b, Tensor out);

    /**
     * One step of an optimiser, element-wise.
     *
     * @param rule the formula
     * @param learningRate the step's learning rate
     * @param parameters F32 of any shape, updated in place
     * @param gradients F32 of the same shape
     * @param state {@link UpdateRule#stateTensors()} F32 tensors of the same shape, updated in place
     */
    void update(UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state);

    // Fused operations

    /**
     * A fully connected layer: {@code z = x W + b}, {@code out = f(z)}.
     *
     * @param x F32 {@code [B][inputs]}
     * @param layer the layer's parameters
     * @param z F32 {@code [B][outputs]} to keep the pre-activation, or null when nobody needs it
     * @param out F32 {@code [B][outputs]}
     */
    default void linear(Tensor x, LayerTensors layer, ActivationFunction function, @Nullable Tensor z, Tensor out) {
        Tensor sum = z == null ? out : z;
        matmul(x, false, layer.weights(), false, sum);
        addBias(sum, layer.bias());
        if (sum != out || function.kind() != Activation.IDENTITY) {
            activate(function, sum, out);
        }
    }

    /**
     * The first layer, straight from the resident data set: {@link #linear} of {@code scale * data[row_i]}.
     *
     * @param rows U8 or F32 data {@code [n][inputs]}
     * @param input F32 {@code [B][inputs]}, room for the gathered rows; what it holds afterwards is the backend's affair, and
     *     {@link #inputLinearGradients} and {@link #inputLinearUpdate} are given the same tensor in the same step
     */
    default void inputLinear(
            RowSelection rows,
            float scale,
            Tensor input,
            LayerTensors layer,
            ActivationFunction function,
            @Nullable Tensor z,
            Tensor out) {
        gatherRows(rows, scale, input);
        linear(input, layer, function, z, out);
    }

    /**
     * Backpropagation from a layer's pre-activations to those of the layer before:
     * {@code out = (delta W^T) * f'(saved)}. Comes before the layer's update, which changes {@code W}.
     *
     * @param delta F32 {@code [B][outputs]}, the loss's gradient with respect to the layer's pre-activations
     * @param weights F32 {@code [inputs][outputs]}
     * @param function the activation of the layer before
     * @param saved F32 {@code [B][inputs]}, what that layer saved: its output if {@code gradientFromOutput}, else its input
     * @param out F32 {@code [B][inputs]}
     */
    default void linearInputGradient(
            Tensor delta, Tensor weights, ActivationFunction function, Tensor saved, Tensor out) {
        matmul(delta, false, weights, true, out);
        if (function.kind() != Activation.IDENTITY) {
            activationGradient(function, saved, out, out);
        }
    }

    /**
     * The gradients of a layer's parameters: {@code weights = x^T delta}, {@code bias = column sums of delta}.
     *
     * @param x F32 {@code [B][inputs]}
     * @param delta F32 {@code [B][outputs]}
     */
    default void linearGradients(Tensor x, Tensor delta, LayerTensors gradients) {
        matmul(x, true, delta, false, gradients.weights());
        columnSums(delta, gradients.bias());
    }

    /** {@link #linearGradients} of the first layer, after {@link #inputLinear} of the same rows in the same step. */
    default void inputLinearGradients(
            RowSelection rows, float scale, Tensor input, Tensor delta, LayerTensors gradients) {
        linearGradients(input, delta, gradients);
    }

    /** {@link #linearGradients}, then {@link #update} of the layer. */
    default void linearUpdate(Tensor x, Tensor delta, LayerUpdate layer) {
        linearGradients(x, delta, layer.gradients());
        updateLayer(this, layer);
    }

    /** {@link #inputLinearGradients}, then {@link #update} of the layer. */
    default void inputLinearUpdate(RowSelection rows, float scale, Tensor input, Tensor delta, LayerUpdate layer) {
        inputLinearGradients(rows, scale, input, delta, layer.gradients());
        updateLayer(this, layer);
    }

    private static void updateLayer(Ops ops, LayerUpdate layer) {
        ops.update(
                layer.rule(),
                layer.learningRate(),
                layer.parameters().weights(),
                layer.gradients().weights(),
                layer.state().stream().map(LayerTensors::weights).toList());
        ops.update(
                layer.rule(),
                layer.learningRate(),
                layer.parameters().bias(),
                layer.gradients().bias(),
                layer.state().stream().map(LayerTensors::bias).toList());
    }
}
