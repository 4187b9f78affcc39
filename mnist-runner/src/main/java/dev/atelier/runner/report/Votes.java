package dev.atelier.runner.report;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkWeights;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the first layer's neurons say of the classes. With one hidden layer, neuron j adds {@code W2[j][k]} times its output to class k; with
 * more, the product of the later layers' weights takes its place, which is what those layers would do without activations. Without a
 * hidden layer each neuron is a class.
 */
final class Votes {
    private final int classes;
    private final float[] path;

    Votes(NetworkWeights network) {
        List<LayerWeights> layers = network.layers();
        classes = network.spec().outputs();
        if (layers.size() == 1) {
            path = new float[classes * classes];
            IntStream.range(0, classes).forEach(k -> path[k * classes + k] = 1);
            return;
        }
        float[] product = layers.get(layers.size() - 1).weights();
        for (int layer = layers.size() - 2; layer >= 1; layer--) {
            product = multiply(layers.get(layer), product, classes);
        }
        path = product;
    }

    private static float[] multiply(LayerWeights layer, float[] right, int columns) {
        float[] product = new float[Math.multiplyExact(layer.inputs(), columns)];
        for (int i = 0; i < layer.inputs(); i++) {
            for (int j = 0; j < layer.outputs(); j++) {
                float weight = layer.weights()[i * layer.outputs() + j];
                for (int k = 0; k < columns; k++) {
                    product[i * columns + k] += weight * right[j * columns + k];
                }
            }
        }
        return product;
    }

    private float vote(int neuron, int label) {
        return path[neuron * classes + label];
    }

    /** Returns the classes that a neuron speaks for most, at most {@code wanted}. */
    List<Integer> strongest(int neuron, int wanted) {
        return IntStream.range(0, classes)
                .filter(label -> vote(neuron, label) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(label -> -vote(neuron, label)))
                .limit(wanted)
                .toList();
    }
}
