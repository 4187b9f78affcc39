package dev.atelier.bench.peers.job;

import java.util.List;

/**
 * What one process trains.
 *
 * @param data {@code mnist} or a folder of IDX files
 * @param batchSize samples of a step; the last step of an epoch takes what is left
 * @param optimizer what changes the weights
 * @param epochs passes over the training data
 * @param threads that the library may compute with
 */
public record Job(String data, int batchSize, Optimizer optimizer, int epochs, int threads) {
    /** Units of the hidden layer. */
    public static final int HIDDEN = 1000;

    /** Decay of Adam's mean of gradients. */
    public static final float ADAM_BETA_1 = 0.9f;

    /** Decay of Adam's mean of squared gradients. */
    public static final float ADAM_BETA_2 = 0.999f;

    /** What keeps Adam from dividing by zero. */
    public static final float ADAM_EPSILON = 1e-8f;

    private static final double SGD_LEARNING_RATE = 0.1;
    private static final double SGD_REFERENCE_BATCH = 128;
    private static final double ADAM_LEARNING_RATE = 0.001;

    /** Checks that the counts are at least 1. */
    public Job {
        if (batchSize < 1 || epochs < 1 || threads < 1) {
            throw new IllegalArgumentException("batch size, epochs and threads must be at least 1, but are " + batchSize
                    + ", " + epochs + " and " + threads);
        }
    }

    /**
     * Reads what {@link #arguments} wrote.
     *
     * @throws IllegalArgumentException if the count of arguments or one of them is wrong
     */
    public static Job parse(String... arguments) {
        if (arguments.length != 5) {
            throw new IllegalArgumentException(
                    "five arguments are needed: data, batch size, optimizer, epochs, threads; there are "
                            + arguments.length);
        }
        return new Job(
                arguments[0],
                Integer.parseInt(arguments[1]),
                Optimizer.parse(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]));
    }

    /** Returns the command line of the process that does this job. */
    public List<String> arguments() {
        return List.of(
                data,
                Integer.toString(batchSize),
                optimizer.label(),
                Integer.toString(epochs),
                Integer.toString(threads));
    }

    /**
     * Returns the learning rate of every step. For SGD it grows with the square root of the batch, so that few epochs of large
     * batches learn enough to be verified; the speed does not depend on it.
     */
    public double learningRate() {
        return optimizer == Optimizer.ADAM
                ? ADAM_LEARNING_RATE
                : SGD_LEARNING_RATE * Math.sqrt(batchSize / SGD_REFERENCE_BATCH);
    }
}
