package dev.atelier.engine.training;

/** Says when a run's state is to be saved, and saves it. Called on the training thread. */
public interface StateSaver {
    /**
     * Whether the state is to be saved between these two steps; at the end of each epoch, and when a run stops in the middle of
     * one, it always is. Asked after every step, so that it must be quick and allocate nothing; where a launch does many steps, it is
     * asked for each of them beforehand, and the launch ends at the first one after which the answer is yes.
     *
     * @param stepsDone over the whole run
     */
    boolean isDue(long stepsDone);

    /** Takes the state, whose weights are finite. Training stands still until this returns. */
    void save(TrainingState state);
}
