package dev.atelier.runner.report;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkWeights;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A neuron of the first layer.
 *
 * @param index its number in the layer
 * @param picture its weights, one pixel each
 * @param speaksFor the classes that it speaks for most, the strongest first; empty where other layers lie between
 */
record Neuron(int index, BufferedImage picture, List<Integer> speaksFor) {
    private static final int CLASSES_SHOWN = 2;

    /** About as many pixels as fit in a page of 2 MB. */
    private static final int MOST_PIXELS = 900_000;

    /** Returns the neurons, those that matter most first, as many as fit in a page. */
    static List<Neuron> of(NetworkWeights network, int height, int width) {
        LayerWeights first = network.layers().get(0);
        return WeightsPicture.byImportance(network).stream()
                .limit(Math.max(1, MOST_PIXELS / (height * width)))
                .map(index ->
                        new Neuron(index, WeightsPicture.draw(first, index, height, width), speaksFor(network, index)))
                .toList();
    }

    private static List<Integer> speaksFor(NetworkWeights network, int neuron) {
        int layers = network.layers().size();
        if (layers == 1) {
            return List.of(neuron);
        } else if (layers > 2) {
            return List.of();
        }
        LayerWeights last = network.layers().get(1);
        return IntStream.range(0, last.outputs())
                .filter(k -> last.weights()[neuron * last.outputs() + k] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -last.weights()[neuron * last.outputs() + k]))
                .limit(CLASSES_SHOWN)
                .toList();
    }

    /** Returns the classes in a few letters, such as {@code 3, 8}. */
    String classes() {
        return speaksFor.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
