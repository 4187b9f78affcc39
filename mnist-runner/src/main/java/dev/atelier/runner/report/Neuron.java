package dev.atelier.runner.report;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkWeights;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A neuron of the first layer.
 *
 * @param index its number in the layer
 * @param picture its weights, one pixel each
 * @param speaksFor the classes that it speaks for most, the strongest first
 */
record Neuron(int index, BufferedImage picture, List<Integer> speaksFor) {
    private static final int CLASSES_SHOWN = 2;

    /** About as many as fit in a page of 2 MB: in pixels, and in pictures, each of which takes some room of its own. */
    private static final int MOST_PIXELS = 900_000;

    private static final int MOST_PICTURES = 1200;

    /** Returns the neurons, those that matter most first, as many as fit in a page. */
    static List<Neuron> of(NetworkWeights network, int height, int width) {
        LayerWeights first = network.layers().get(0);
        Votes votes = new Votes(network);
        return WeightsPicture.byImportance(network).stream()
                .limit(Math.max(1, Math.min(MOST_PICTURES, MOST_PIXELS / (height * width))))
                .map(index -> new Neuron(
                        index, WeightsPicture.draw(first, index, height, width), votes.strongest(index, CLASSES_SHOWN)))
                .toList();
    }

    /** Returns the classes in a few letters, such as {@code 3, 8}. */
    String classes() {
        return speaksFor.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
