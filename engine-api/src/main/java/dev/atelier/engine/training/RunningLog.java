package dev.atelier.engine.training;

import java.util.ArrayList;
import java.util.List;

/** A {@link TrainingLog} that grows while a run goes on. */
final class RunningLog {
    private static final int FIRST_LOSSES = 10;

    private final List<EpochResult> history = new ArrayList<>();
    private final List<Float> firstLosses = new ArrayList<>();
    private final Patience patience;
    private final Stopwatch epochTime = new Stopwatch();
    private long steps;
    private int epochSteps;

    RunningLog(int patience) {
        this.patience = new Patience(patience);
    }

    /** Returns the finished epochs. */
    List<EpochResult> history() {
        return history;
    }

    /** Returns the losses of the run's first steps. */
    List<Float> firstLosses() {
        return firstLosses;
    }

    Patience patience() {
        return patience;
    }

    /** Returns the time that the current epoch's steps took. */
    Stopwatch epochTime() {
        return epochTime;
    }

    /** Returns the number of the current epoch, from 1. */
    int epoch() {
        return history.size() + 1;
    }

    long steps() {
        return steps;
    }

    /** Returns the steps of the current epoch; they stay where they are when the run stops in the middle of it. */
    int epochSteps() {
        return epochSteps;
    }

    /** Returns what the finished epochs took. */
    double secondsBefore() {
        return history.stream().mapToDouble(EpochResult::seconds).sum();
    }

    void countSteps(int count) {
        steps += count;
        epochSteps += count;
    }

    /** Keeps the losses of the run's first steps from those of the first epoch. */
    void keepFirstLosses(float[] losses) {
        firstLosses.clear();
        for (int i = 0; i < Math.min(FIRST_LOSSES, epochSteps); i++) {
            firstLosses.add(losses[i]);
        }
    }

    /** Goes on to the next epoch. */
    void finishEpoch(EpochResult result) {
        history.add(result);
        epochSteps = 0;
        epochTime.set(0);
    }

    /** Returns the log so far; {@code losses} begin with those of the current epoch. */
    TrainingLog snapshot(float[] losses) {
        List<Float> epochLosses = new ArrayList<>();
        for (int i = 0; i < epochSteps; i++) {
            epochLosses.add(losses[i]);
        }
        return new TrainingLog(
                steps,
                epochSteps,
                epochTime.seconds(),
                epochLosses,
                firstLosses,
                history,
                patience.fewestErrors(),
                patience.epochsWithout());
    }

    /** Takes over another run's log, and its current epoch's losses to {@code losses}. */
    void restore(TrainingLog log, float[] losses) {
        history.clear();
        history.addAll(log.history());
        firstLosses.clear();
        firstLosses.addAll(log.firstLosses());
        patience.restore(log);
        steps = log.steps();
        epochSteps = log.epochSteps();
        epochTime.set(log.epochSeconds());
        for (int i = 0; i < epochSteps; i++) {
            losses[i] = log.epochLosses().get(i);
        }
    }
}
