package dev.atelier.engine.training;

/** The learning rate of each step of a run. */
@FunctionalInterface
public interface LearningRateSchedule {
    /**
     * Returns the learning rate of a step.
     *
     * @param step counted from 0 over the whole run
     * @param steps how many steps the run is planned to have, at least 1
     */
    double at(long step, long steps);

    /** Returns the schedule that never changes. */
    static LearningRateSchedule constant(double rate) {
        return (step, steps) -> rate;
    }

    /** Returns the schedule that falls in a straight line from {@code rate} at the first step towards 0 after the last. */
    static LearningRateSchedule linear(double rate) {
        return (step, steps) -> rate * (steps - step) / steps;
    }

    /**
     * Returns this schedule with a warm-up: over the first {@code fraction} of the run, its rate is scaled up from near 0 in a
     * straight line.
     */
    default LearningRateSchedule withWarmup(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("warm-up must be a fraction of the run, 0 to 1, but is " + fraction);
        }
        return (step, steps) -> {
            double warmupSteps = fraction * steps;
            double factor = step + 1 < warmupSteps ? (step + 1) / warmupSteps : 1;
            return factor * at(step, steps);
        };
    }
}
