package dev.atelier.bench;

/** Whole epochs of a training run, from handing over the order of the samples to the last, perhaps smaller, batch. */
public final class EpochRun implements Workload {
    private final TrainingRun steps;

    /** Makes epochs of steps; closing this closes them. */
    public EpochRun(TrainingRun steps) {
        this.steps = steps;
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            steps.run(steps.stepsPerEpoch());
        }
    }

    @Override
    public void close() {
        steps.close();
    }
}
