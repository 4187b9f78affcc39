package dev.atelier.engine.training;

import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import org.jspecify.annotations.Nullable;

/** Runs the steps of a run's current epoch, and stops between two of them when a rule says so. */
final class EpochLoop {
    /** Reading the losses makes the loop wait, so it happens this seldom. */
    private static final double SECONDS_BETWEEN_REPORTS = 0.1;

    /**
     * Steps are enqueued much faster than a slow device does them, so that their number between two reports is bounded as well. Few
     * enough at first for a slow device; a fast one reaches its epoch's number in two or three reports.
     */
    private static final double FIRST_STEPS_BETWEEN_REPORTS = 64;

    private static final double LARGEST_GROWTH = 4;

    private final TrainingSettings settings;
    private final TrainingSteps steps;
    private final RunningLog log;
    private final int[] order;
    private final float[] losses;
    private volatile boolean stopRequested;
    private @Nullable StopReason stopReason;
    private double stepsBetweenReports = FIRST_STEPS_BETWEEN_REPORTS;

    /** Makes a loop over so many samples. */
    EpochLoop(TrainingSettings settings, TrainingSteps steps, RunningLog log, int samples) {
        this.settings = settings;
        this.steps = steps;
        this.log = log;
        this.order = new int[samples];
        this.losses = new float[steps.stepsPerEpoch()];
    }

    /** Called between two steps. */
    interface Pause {
        /** Does what is to be done there; {@code last} says that the run stops. */
        void between(boolean last);

        /** Whether there is something to be done after so many steps of the run. */
        boolean isDue(long stepsDone);
    }

    /** Asks the run to stop after the current step; may be called from any thread. */
    void requestStop() {
        stopRequested = true;
    }

    /** Returns why the run is to stop, or null if it goes on. */
    @Nullable
    StopReason stopReason() {
        return stopReason;
    }

    void stop(StopReason reason) {
        stopReason = reason;
    }

    /** Returns the losses of the current epoch's steps as they were read last. */
    float[] losses() {
        return losses;
    }

    /** Whether all steps of the current epoch are done. */
    boolean isEpochDone() {
        return log.epochSteps() == steps.stepsPerEpoch();
    }

    /** Returns how many samples the current epoch has trained on. */
    long epochSamples() {
        long samples = 0;
        for (int step = 0; step < log.epochSteps(); step++) {
            samples += steps.samplesOf(step);
        }
        return samples;
    }

    /** Runs what is left of the epoch, unless a rule stops it, and returns the mean loss over its samples. */
    double run(TrainingListener listener, Pause pause) {
        start();
        double secondsBefore = log.secondsBefore();
        log.epochTime().start();
        double reported = log.epochTime().seconds();
        int reportedStep = log.epochSteps();
        while (!isEpochDone() && stopReason == null) {
            int wanted = log.steps() == 0 ? 1 : (int) Math.ceil(stepsBetweenReports);
            runSteps(log.epochSteps(), wanted, pause);
            double now = log.epochTime().seconds();
            int since = log.epochSteps() - reportedStep;
            if (log.steps() == 1 || now - reported > SECONDS_BETWEEN_REPORTS || since >= stepsBetweenReports) {
                report(listener);
                double waited = log.epochTime().seconds() - reported;
                if (log.steps() > 1) {
                    stepsBetweenReports = Math.max(
                            1,
                            Math.min(LARGEST_GROWTH * stepsBetweenReports, since * SECONDS_BETWEEN_REPORTS / waited));
                }
                reported = log.epochTime().seconds();
                reportedStep = log.epochSteps();
            }
            checkTimeAndInterrupt(secondsBefore + now);
            if (!isEpochDone()) {
                pause.between(stopReason != null);
            }
        }
        double loss = report(listener);
        log.epochTime().stop();
        if (log.epoch() == 1) {
            log.keepFirstLosses(losses);
        }
        return loss;
    }

    private void start() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int epoch = log.epoch();
        new CounterRandom(settings.seed(), Purpose.SHUFFLE, epoch).shuffle(order);
        float[] rates = new float[steps.stepsPerEpoch()];
        long planned = (long) settings.epochs() * rates.length;
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (float) settings.schedule().at((epoch - 1L) * rates.length + i, planned);
        }
        steps.startEpoch(order, rates);
        if (log.epochSteps() > 0) {
            steps.skipTo(log.epochSteps(), losses);
        }
    }

    private void runSteps(int first, int most, Pause pause) {
        int allowed = steps.together(first, most);
        int count = 1;
        while (count < allowed && !pause.isDue(log.steps() + count)) {
            count++;
        }
        if (count > 1) {
            log.countSteps(count);
            steps.run(first, count);
        } else {
            runStep(first);
        }
    }

    private void runStep(int step) {
        log.countSteps(1);
        if (!steps.measurable(step) || log.steps() % Math.min(StoppingRules.MEASURE_EVERY, steps.fullSteps()) != 0) {
            steps.run(step);
            return;
        }
        TrainingSteps.Measurement measurement = steps.measure();
        StoppingRules rules = settings.stopping();
        if (measurement.gradientNorm() < rules.gradientNorm()) {
            stopReason = StopReason.GRAD_NORM;
        } else if (measurement.weightChange() < rules.weightChange()) {
            stopReason = StopReason.WEIGHT_CHANGE;
        }
    }

    /** Stops the run if someone asked for it or its time is over. */
    void checkTimeAndInterrupt(double secondsSoFar) {
        if (stopReason != null) {
            return;
        }
        double limit = settings.stopping().maxSeconds();
        if (stopRequested) {
            stopReason = StopReason.INTERRUPT;
        } else if (limit > 0 && secondsSoFar >= limit) {
            stopReason = StopReason.TIME;
        }
    }

    /** Waits for the steps of this epoch so far and checks their losses. */
    void readLosses() {
        steps.readLosses(losses);
        for (int i = 0; i < log.epochSteps(); i++) {
            if (!Float.isFinite(losses[i])) {
                throw new TrainingDivergedException(log.steps() - log.epochSteps() + i + 1, losses[i]);
            }
        }
    }

    /** Waits for the steps so far, tells the listener, and returns the epoch's mean loss over samples. */
    private double report(TrainingListener listener) {
        readLosses();
        double sum = 0;
        for (int i = 0; i < log.epochSteps(); i++) {
            sum += (double) losses[i] * steps.samplesOf(i);
        }
        long samples = epochSamples();
        double loss = sum / samples;
        double speed = samples / log.epochTime().seconds();
        double samplesLeft = (settings.epochs() - log.epoch() + 1.0) * order.length - samples;
        // What a listener does, such as to hold the run, is no training.
        log.epochTime().stop();
        listener.onProgress(new TrainingProgress(
                log.epoch(),
                settings.epochs(),
                log.epochSteps(),
                steps.stepsPerEpoch(),
                loss,
                speed,
                samplesLeft / speed));
        log.epochTime().start();
        return loss;
    }
}
