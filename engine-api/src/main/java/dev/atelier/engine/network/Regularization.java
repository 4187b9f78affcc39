package dev.atelier.engine.network;

import dev.atelier.engine.backend.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What makes a pass in training differ from one in use.
 *
 * @param dropout the share of each hidden layer's units that is dropped, from 0 to below 1
 * @param labelSmoothing the share of a target that is spread over all classes, from 0 to 1; goes with the cross-entropy
 * @param seed of what is dropped
 * @param epoch I32 {@code [1][1]}, by which it differs from epoch to epoch; null only without dropout
 */
public record Regularization(
        double dropout,
        double labelSmoothing,
        long seed,
        @Nullable Tensor epoch) {
    /** Checks that there is an epoch where one is needed. */
    public Regularization {
        if (dropout > 0 && epoch == null) {
            throw new IllegalArgumentException("dropout needs the epoch");
        }
    }

    /** Returns what leaves everything as it is. */
    public static Regularization none() {
        return new Regularization(0, 0, 0, null);
    }
}
