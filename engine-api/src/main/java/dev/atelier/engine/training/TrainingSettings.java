package dev.atelier.engine.training;

import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.Initialization;
import dev.atelier.engine.network.Loss;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize samples of a step, at least 1; the last batch of an epoch may be smaller
 * @param loss what is made small
 * @param rule the optimiser
 * @param schedule the learning rate
 * @param initialization of the weights, or null for what suits each layer's activation
 * @param seed of weights and shuffles
 * @param stopping when to stop early
 */
public record TrainingSettings(
        int epochs,
        int batchSize,
        Loss loss,
        UpdateRule rule,
        LearningRateSchedule schedule,
        @Nullable Initialization initialization,
        long seed,
        StoppingRules stopping) {
    /** Checks the ranges. */
    public TrainingSettings {
        if (epochs < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "epochs and batch size must be at least 1, but are " + epochs + " and " + batchSize);
        }
    }
}
