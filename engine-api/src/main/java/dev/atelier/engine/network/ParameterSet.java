package dev.atelier.engine.network;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors of the shape of a network's parameters, in one slab: the parameters themselves, their gradients, or a part of the
 * optimiser's state.
 *
 * @param layers weights and bias of each layer
 * @param whole all of them at once; see {@link Slab#whole()}
 */
public record ParameterSet(List<LayerTensors> layers, Tensor whole) {
    /** Copies the list. */
    public ParameterSet {
        layers = List.copyOf(layers);
    }

    /** Allocates a set of zeros. */
    public static ParameterSet allocate(Arena arena, String label, NetworkSpec spec) {
        Slab slab = arena.slab(label, spec.slabEntries());
        List<LayerTensors> layers = new ArrayList<>();
        for (int i = 0; i < slab.tensors().size(); i += 2) {
            layers.add(new LayerTensors(slab.tensors().get(i), slab.tensors().get(i + 1)));
        }
        return new ParameterSet(layers, slab.whole());
    }

    /** Copies weights from host memory. */
    public void write(NetworkWeights weights) {
        for (int i = 0; i < layers.size(); i++) {
            LayerTensors tensors = layers.get(i);
            whole.arena()
                    .backend()
                    .write(tensors.weights(), weights.layers().get(i).weights());
            whole.arena()
                    .backend()
                    .write(tensors.bias(), weights.layers().get(i).bias());
        }
    }

    /** Waits and copies to host memory. */
    public NetworkWeights read(NetworkSpec spec) {
        List<LayerWeights> read = new ArrayList<>();
        for (LayerTensors tensors : layers) {
            float[] weights = new float[tensors.weights().size()];
            float[] bias = new float[tensors.bias().size()];
            whole.arena().backend().read(tensors.weights(), weights);
            whole.arena().backend().read(tensors.bias(), bias);
            read.add(
                    new LayerWeights(tensors.weights().rows(), tensors.weights().columns(), weights, bias));
        }
        return new NetworkWeights(spec, read);
    }
}
