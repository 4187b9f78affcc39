package dev.atelier.engine.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param history each epoch in turn
 * @param stoppedBy why the run ended
 * @param firstLosses the losses of the first steps, ten at the most: a fingerprint to compare backends by
 * @param steps how many steps were done
 * @param samples how many samples were trained on
 * @param trainSeconds what the steps took, loading and evaluation excluded
 * @param test the test data at the end, or null if there are none
 */
public record TrainingResult(
        List<EpochResult> history,
        StopReason stoppedBy,
        List<Float> firstLosses,
        long steps,
        long samples,
        double trainSeconds,
        @Nullable Evaluation test) {
    /** Copies the lists. */
    public TrainingResult {
        history = List.copyOf(history);
        firstLosses = List.copyOf(firstLosses);
    }

    /** Returns the training speed, evaluation excluded. */
    public double samplesPerSecond() {
        return samples / trainSeconds;
    }
}
