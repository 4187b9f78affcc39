package dev.atelier.bench.peers.job;

/** One library that trains the network, set up and waiting. Loading and setting up are not timed. */
public interface Learner extends AutoCloseable {
    /** What a learner that only computes, and learns nothing, returns for losses and accuracies. */
    double NOTHING_LEARNED = Double.NaN;

    /**
     * Trains on every sample once and waits for the last step.
     *
     * @param order a permutation of the training samples; each batch takes the next ones of it
     * @return the mean loss over the samples
     */
    double trainEpoch(int[] order);

    /** Returns the fraction of the test images that the network gets right. */
    double testAccuracy();

    @Override
    void close();
}
