package dev.atelier.engine.backend;

import java.util.List;

/**
 * All that a backend needs to update one layer in the epilogue of its gradient.
 *
 * @param rule the optimiser's formula
 * @param learningRate the step's learning rate
 * @param parameters updated in place
 * @param gradients room for the layer's gradients; what they hold after a fused update is unspecified
 * @param state the optimiser's state, {@link UpdateRule#stateTensors()} of them, updated in place
 */
public record LayerUpdate(
        UpdateRule rule,
        LearningRate learningRate,
        LayerTensors parameters,
        LayerTensors gradients,
        List<LayerTensors> state) {
    /** Copies the list and checks its length. */
    public LayerUpdate {
        state = List.copyOf(state);
        if (state.size() != rule.stateTensors()) {
            throw new IllegalArgumentException("LayerUpdate: " + rule + " needs " + rule.stateTensors()
                    + " state tensors, but " + state.size() + " were given");
        }
    }
}
