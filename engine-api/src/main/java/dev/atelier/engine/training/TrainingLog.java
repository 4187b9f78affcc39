package dev.atelier.engine.training;

import java.util.List;

/**
 * Where a run stands between two steps, and what came of the steps behind it.
 *
 * @param steps done over the whole run
 * @param epochSteps done of the current epoch, which is the one after {@code history}
 * @param epochSeconds what those of the current epoch took, evaluation excluded
 * @param epochLosses the mean loss of each step of the current epoch
 * @param firstLosses the losses of the run's first steps, ten at the most; empty during the first epoch
 * @param history each finished epoch in turn
 * @param fewestErrors the fewest errors on held-out data after an epoch, or {@link Integer#MAX_VALUE} if none was counted
 * @param epochsWithoutFewer how many epochs ago that was
 */
public record TrainingLog(
        long steps,
        int epochSteps,
        double epochSeconds,
        List<Float> epochLosses,
        List<Float> firstLosses,
        List<EpochResult> history,
        int fewestErrors,
        int epochsWithoutFewer) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if the numbers contradict each other
     */
    public TrainingLog {
        epochLosses = List.copyOf(epochLosses);
        firstLosses = List.copyOf(firstLosses);
        history = List.copyOf(history);
        if (epochSteps < 0 || steps < epochSteps || epochLosses.size() != epochSteps || !(epochSeconds >= 0)) {
            throw new IllegalArgumentException("a training log can't have " + steps + " steps, " + epochSteps + " and "
                    + epochLosses.size() + " losses in the current epoch, and " + epochSeconds + " seconds there");
        }
    }

    /** Returns the current epoch, counted from 1: one above the last if all are done. */
    public int epoch() {
        return history.size() + 1;
    }
}
