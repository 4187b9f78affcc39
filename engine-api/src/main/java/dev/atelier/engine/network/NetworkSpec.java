package dev.atelier.engine.network;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of a fully connected network.
 *
 * @param inputs features of a sample, at least 1
 * @param layers from the first hidden layer to the output layer, at least one
 */
public record NetworkSpec(int inputs, List<LayerSpec> layers) {
    /** Copies the list and checks it. */
    public NetworkSpec {
        layers = List.copyOf(layers);
        if (inputs < 1 || layers.isEmpty()) {
            throw new IllegalArgumentException(
                    "a network needs at least 1 input and 1 layer, but has " + inputs + " and " + layers.size());
        }
    }

    /** Returns a network with these hidden widths, one activation in all hidden layers, and logits as its outputs. */
    public static NetworkSpec classifier(int inputs, List<Integer> hidden, ActivationFunction activation, int classes) {
        List<LayerSpec> layers = new ArrayList<>();
        hidden.forEach(width -> layers.add(new LayerSpec(width, activation)));
        layers.add(new LayerSpec(classes, Activation.IDENTITY.function()));
        return new NetworkSpec(inputs, layers);
    }

    /** Returns the number of outputs of the last layer. */
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    /** Returns the number of inputs of a layer, counted from 0. */
    public int inputsOf(int layer) {
        return layer == 0 ? inputs : layers.get(layer - 1).outputs();
    }

    /** Returns the number of weights and biases. */
    public long parameters() {
        long parameters = 0;
        for (int layer = 0; layer < layers.size(); layer++) {
            parameters += (inputsOf(layer) + 1L) * layers.get(layer).outputs();
        }
        return parameters;
    }

    /** Returns the widths, such as {@code [784, 1000, 10]}. */
    public List<Integer> widths() {
        List<Integer> widths = new ArrayList<>(List.of(inputs));
        layers.forEach(layer -> widths.add(layer.outputs()));
        return widths;
    }

    /** Returns, for example, {@code 784-1000-10}. */
    @Override
    public String toString() {
        return widths().stream().map(Object::toString).collect(Collectors.joining("-"));
    }

    /** Returns the parts of a slab of parameters: weights and bias of each layer in turn. */
    List<Slab.Entry> slabEntries() {
        List<Slab.Entry> entries = new ArrayList<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            int outputs = layers.get(layer).outputs();
            entries.add(new Slab.Entry("weights " + layer, inputsOf(layer), outputs));
            entries.add(new Slab.Entry("bias " + layer, 1, outputs));
        }
        return entries;
    }
}
