package dev.atelier.engine.network;

import dev.atelier.engine.backend.ActivationFunction;

/**
 * One fully connected layer.
 *
 * @param outputs how many neurons it has, at least 1
 * @param activation applied to each neuron's weighted sum
 */
public record LayerSpec(int outputs, ActivationFunction activation) {
    /** Checks the width. */
    public LayerSpec {
        if (outputs < 1) {
            throw new IllegalArgumentException("a layer needs at least 1 output, but has " + outputs);
        }
    }
}
