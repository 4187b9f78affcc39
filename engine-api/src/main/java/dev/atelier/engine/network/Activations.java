package dev.atelier.engine.network;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a forward pass over batches of one size. A layer keeps the one tensor that its activation's derivative is
 * taken from.
 *
 * @param input F32 {@code [B][inputs]}, the gathered batch
 * @param preActivations F32 {@code [B][outputs]} of each layer, null where the derivative is taken from the output
 * @param outputs F32 {@code [B][outputs]} of each layer
 * @param dropped F32 {@code [B][outputs]}, what dropout leaves of each hidden layer's output; empty without dropout
 * @param labels I32 {@code [B][1]}
 * @param targets F32 {@code [B][classes]}, null unless the loss compares with one-hot targets
 * @param rowLoss F32 {@code [B][1]}
 */
record Activations(
        Tensor input,
        List<@Nullable Tensor> preActivations,
        List<Tensor> outputs,
        List<Tensor> dropped,
        Tensor labels,
        @Nullable Tensor targets,
        Tensor rowLoss) {

    /** Allocates the tensors for {@code batch} samples; {@code training} also keeps what the backward pass needs. */
    static Activations allocate(
            Arena arena, NetworkSpec spec, Loss loss, int batch, boolean training, boolean dropout) {
        List<@Nullable Tensor> preActivations = new ArrayList<>();
        List<Tensor> outputs = new ArrayList<>();
        List<Tensor> dropped = new ArrayList<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            LayerSpec layer = spec.layers().get(i);
            boolean keepInput = training && !layer.activation().gradientFromOutput();
            preActivations.add(
                    keepInput ? arena.allocate("pre-activation " + i, DType.F32, batch, layer.outputs()) : null);
            outputs.add(arena.allocate("output " + i, DType.F32, batch, layer.outputs()));
            if (dropout && i < spec.layers().size() - 1) {
                dropped.add(arena.allocate("dropped output " + i, DType.F32, batch, layer.outputs()));
            }
        }
        return new Activations(
                arena.allocate("input", DType.F32, batch, spec.inputs()),
                preActivations,
                outputs,
                dropped,
                arena.allocate("labels", DType.I32, batch, 1),
                loss == Loss.MEAN_SQUARED_ERROR ? arena.allocate("targets", DType.F32, batch, spec.outputs()) : null,
                arena.allocate("row loss", DType.F32, batch, 1));
    }

    /** Returns the network's outputs, F32 {@code [B][classes]}. */
    Tensor scores() {
        return outputs.get(outputs.size() - 1);
    }

    /** Returns what a hidden layer hands to the next, F32 {@code [B][outputs]}. */
    Tensor passedOn(int layer) {
        return dropped.isEmpty() ? outputs.get(layer) : dropped.get(layer);
    }

    /** Returns the tensor that a layer's derivative is taken from. */
    Tensor saved(int layer) {
        Tensor preActivation = preActivations.get(layer);
        return preActivation == null ? outputs.get(layer) : preActivation;
    }
}
