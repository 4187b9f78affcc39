package dev.atelier.runner.command;

import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingProgress;
import java.lang.management.ManagementFactory;

/** Notes when the first step was done, and passes everything on. */
final class FirstStepClock implements TrainingListener {
    private final TrainingListener next;
    private long firstStepMillis;

    FirstStepClock(TrainingListener next) {
        this.next = next;
    }

    @Override
    public void onProgress(TrainingProgress progress) {
        if (firstStepMillis == 0) {
            firstStepMillis = System.currentTimeMillis();
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
        return firstStepMillis == 0
                ? Double.NaN
                : (firstStepMillis - ManagementFactory.getRuntimeMXBean().getStartTime()) * 1e-3;
    }
}
