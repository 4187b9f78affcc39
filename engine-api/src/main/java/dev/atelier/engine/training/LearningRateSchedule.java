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
     * Returns the schedule that falls along half a wave of the cosine from {@code rate} at the first step towards {@code floor} after the
     * last: {@code floor + (rate - floor) (1 + cos(pi step / steps)) / 2} (Loshchilov and Hutter 2017, equation 5, without restarts).
     */
    static LearningRateSchedule cosine(double rate, double floor) {
        return (step, steps) -> between(floor, rate, step / (double) steps);
    }

    /**
     * Returns the schedule that is multiplied by {@code gamma} at the end of each of {@code parts} equal parts of the run.
     *
     * @param parts above 0; need not be whole: the run's epochs divided by those between two steps
     */
    static LearningRateSchedule step(double rate, double gamma, double parts) {
        if (!(parts > 0)) {
            throw new IllegalArgumentException("parts must be above 0, but is " + parts);
        }
        // A quotient that should be whole may come out just below.
        return (step, steps) -> rate * Math.pow(gamma, Math.floor(step * parts / steps + 1e-9));
    }

    /**
     * Returns the one-cycle schedule (Smith and Topin 2018, in the form that PyTorch documents for {@code OneCycleLR} with cosines): from
     * {@code peak / divisor} up to {@code peak} over the first {@code rise} of the run, then down to the start divided by
     * {@code finalDivisor} at the last step.
     *
     * @param rise from 0 to 1, the part of the run in which the rate grows
     * @param divisor at least 1
     * @param finalDivisor at least 1
     */
    static LearningRateSchedule oneCycle(double peak, double rise, double divisor, double finalDivisor) {
        if (!(rise >= 0 && rise <= 1 && divisor >= 1 && finalDivisor >= 1)) {
            throw new IllegalArgumentException("one-cycle needs a rise from 0 to 1 and divisors of at least 1, but has "
                    + rise + ", " + divisor + " and " + finalDivisor);
        }
        double start = peak / divisor;
        return (step, steps) -> {
            double turn = rise * steps - 1;
            double end = steps - 1;
            return step <= turn
                    ? between(peak, start, turn > 0 ? step / turn : 1)
                    : between(start / finalDivisor, peak, end > turn ? (step - turn) / (end - turn) : 1);
        };
    }

    private static double between(double last, double first, double progress) {
        return last + (first - last) * (1 + Math.cos(Math.PI * progress)) / 2;
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
