package dev.atelier.engine.training;

/** Is told how training goes, on the training thread, which waits meanwhile; that time does not count as training. */
public interface TrainingListener {
    /** Called a few times a second, and after the last step of each epoch. */
    default void onProgress(TrainingProgress progress) {}

    /** Called after each epoch and its evaluation. */
    default void onEpoch(EpochResult epoch) {}

    /** Returns a listener that ignores everything. */
    static TrainingListener silent() {
        return new TrainingListener() {};
    }
}
