package dev.atelier.engine.network;

import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network with its parameters, in host memory: what is saved and loaded.
 *
 * @param spec the network's shape
 * @param layers the parameters of each layer
 */
public record NetworkWeights(NetworkSpec spec, List<LayerWeights> layers) {
    /** Copies the list and checks that the layers fit the shape. */
    public NetworkWeights {
        layers = List.copyOf(layers);
        if (layers.size() != spec.layers().size()) {
            throw new IllegalArgumentException("network " + spec + " has "
                    + spec.layers().size() + " layers, but there are weights of " + layers.size());
        }
        for (int i = 0; i < layers.size(); i++) {
            LayerWeights layer = layers.get(i);
            if (layer.inputs() != spec.inputsOf(i)
                    || layer.outputs() != spec.layers().get(i).outputs()) {
                throw new IllegalArgumentException("layer " + i + " of network " + spec + " can't have weights ["
                        + layer.inputs() + "][" + layer.outputs() + "]");
            }
        }
    }

    /**
     * Draws initial weights.
     *
     * @param initialization how, or null for what {@link Initialization#suiting suits} each layer's activation
     * @param seed the same seed gives the same weights on every machine
     */
    public static NetworkWeights initial(NetworkSpec spec, @Nullable Initialization initialization, long seed) {
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            LayerSpec layer = spec.layers().get(i);
            int inputs = spec.inputsOf(i);
            int outputs = layer.outputs();
            float[] weights = new float[Math.multiplyExact(inputs, outputs)];
            Initialization chosen = initialization == null
                    ? Initialization.suiting(layer.activation().kind())
                    : initialization;
            chosen.fill(new CounterRandom(seed, Purpose.INITIAL_WEIGHTS, i), weights, inputs, outputs);
            layers.add(new LayerWeights(inputs, outputs, weights, new float[outputs]));
        }
        return new NetworkWeights(spec, layers);
    }
}
