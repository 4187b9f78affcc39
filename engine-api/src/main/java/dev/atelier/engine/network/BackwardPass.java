package dev.atelier.engine.network;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Backpropagation: goes from the loss to the first layer and computes each partial derivative once. {@code delta} of a layer
 * is the loss's gradient with respect to its pre-activations; the layer's parameter gradients and the delta of the layer
 * before both follow from it.
 */
public final class BackwardPass {
    private final ForwardPass forward;
    private final List<Tensor> deltas = new ArrayList<>();
    private final List<Dropout> dropouts = new ArrayList<>();

    /** Prepares the pass that follows {@code forward}, for batches of the same size. */
    public BackwardPass(Arena arena, ForwardPass forward) {
        this.forward = forward;
        forward.dropouts().forEach(dropout -> dropouts.add(dropout.gradient()));
        NetworkSpec spec = forward.spec();
        for (int i = 0; i < spec.layers().size(); i++) {
            deltas.add(arena.allocate(
                    "delta " + i,
                    DType.F32,
                    forward.rowLoss().rows(),
                    spec.layers().get(i).outputs()));
        }
    }

    /** Enqueues the loss and the gradients of all parameters. */
    public void gradients(Ops ops, ParameterSet gradients) {
        outputGradient(ops);
        for (int i = deltas.size() - 1; i >= 0; i--) {
            inputGradient(ops, i);
            if (i == 0) {
                ops.inputLinearGradients(
                        forward.features(),
                        forward.scale(),
                        forward.activations().input(),
                        deltas.get(0),
                        gradients.layers().get(0));
            } else {
                ops.linearGradients(
                        forward.activations().passedOn(i - 1),
                        deltas.get(i),
                        gradients.layers().get(i));
            }
        }
    }

    /** Enqueues the loss, and the update of each layer as soon as its gradient is known. */
    public void update(Ops ops, List<LayerUpdate> updates) {
        outputGradient(ops);
        for (int i = deltas.size() - 1; i >= 0; i--) {
            inputGradient(ops, i);
            if (i == 0) {
                ops.inputLinearUpdate(
                        forward.features(),
                        forward.scale(),
                        forward.activations().input(),
                        deltas.get(0),
                        updates.get(0));
            } else {
                ops.linearUpdate(forward.activations().passedOn(i - 1), deltas.get(i), updates.get(i));
            }
        }
    }

    /** The gradient with respect to what the last layer computes before its activation. */
    private void outputGradient(Ops ops) {
        int last = deltas.size() - 1;
        forward.loss(ops, deltas.get(last));
        ActivationFunction function = forward.spec().layers().get(last).activation();
        if (function.kind() != Activation.IDENTITY) {
            ops.activationGradient(function, forward.activations().saved(last), deltas.get(last), deltas.get(last));
        }
    }

    /** The same for the layer before {@code layer}, if there is one. */
    private void inputGradient(Ops ops, int layer) {
        if (layer > 0) {
            ops.linearInputGradient(
                    deltas.get(layer),
                    forward.parameters().layers().get(layer).weights(),
                    forward.spec().layers().get(layer - 1).activation(),
                    forward.activations().saved(layer - 1),
                    deltas.get(layer - 1));
            if (!dropouts.isEmpty()) {
                ops.dropout(dropouts.get(layer - 1), deltas.get(layer - 1), deltas.get(layer - 1));
            }
        }
    }
}
