package dev.atelier.runner.command;

import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingProgress;
import java.lang.management.ManagementFactory;

/** Notes when the first step was done, and passes everything on. */
final class FirstStepClock implements TrainingListener {
    private final TrainingListener next;
    private boolean firstStepDone;
    private long firstStepNanos;

    FirstStepClock(TrainingListener next) {
        this.next = next;
    }

    @Override
    public void onProgress(TrainingProgress progress) {
        if (!firstStepDone) {
            firstStepDone = true;
            firstStepNanos = System.nanoTime();
        }
        next.onProgress(progress);
    }

    @Override
    public void onEpoch(EpochResult epoch) {
        next.onEpoch(epoch);
    }

    /**
     * Returns the time from the start of the JVM to the end of the first step, NaN if a resumed run had none left; asked after the
     * run, since the answer loads classes.
     */
    double secondsToFirstStep() {
        if (!firstStepDone) {
            return Double.NaN;
        }
        // Back from now by clocks that only go forward: the time of day may be set while a run goes on.
        long nanosSince = System.nanoTime() - firstStepNanos;
        return ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3 - nanosSince * 1e-9;
    }
}
