package dev.atelier.engine.training;

import org.jspecify.annotations.Nullable;

/**
 * One epoch of a run.
 *
 * @param epoch counted from 1
 * @param trainLoss mean loss of the epoch's steps
 * @param test the test data after the epoch, or null if there are none
 * @param validation the held-out data after the epoch, or null if there are none
 * @param seconds that the epoch's steps took, evaluation excluded
 * @param samples that the epoch trained on; fewer than the data set has when it was cut short
 */
public record EpochResult(
        int epoch,
        double trainLoss,
        @Nullable Evaluation test,
        @Nullable Evaluation validation,
        double seconds,
        long samples) {}
