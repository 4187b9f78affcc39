package dev.atelier.runner.serve;

import dev.atelier.engine.network.LayerWeights;

/** A neuron's weights as bytes: what a page needs to draw them. */
final class WeightBytes {
    private WeightBytes() {}

    /** Returns the weights of a neuron, {@code [inputs]}, as signed shares of its largest one: 127 is as much as any. */
    static byte[] of(LayerWeights layer, int neuron) {
        byte[] bytes = new byte[layer.inputs()];
        fill(layer, neuron, bytes, 0);
        return bytes;
    }

    /** Returns those of the first {@code neurons} neurons, one after the other. */
    static byte[] ofFirst(LayerWeights layer, int neurons) {
        byte[] bytes = new byte[neurons * layer.inputs()];
        for (int neuron = 0; neuron < neurons; neuron++) {
            fill(layer, neuron, bytes, neuron * layer.inputs());
        }
        return bytes;
    }

    private static void fill(LayerWeights layer, int neuron, byte[] bytes, int offset) {
        float largest = Float.MIN_NORMAL;
        for (int i = 0; i < layer.inputs(); i++) {
            largest = Math.max(largest, Math.abs(layer.weights()[i * layer.outputs() + neuron]));
        }
        for (int i = 0; i < layer.inputs(); i++) {
            bytes[offset + i] = (byte) Math.round(127 * layer.weights()[i * layer.outputs() + neuron] / largest);
        }
    }
}
