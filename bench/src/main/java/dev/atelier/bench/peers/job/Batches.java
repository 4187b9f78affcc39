package dev.atelier.bench.peers.job;

import java.util.Arrays;

/** Cuts an epoch's order into batches. */
public final class Batches {
    private Batches() {}

    /** What is done with one batch. */
    @FunctionalInterface
    public interface Step {
        /**
         * Trains on a batch.
         *
         * @param samples the numbers of its samples
         * @return the mean loss of the batch
         */
        double run(int[] samples);
    }

    /** Runs a step for each batch in turn, the smaller last one included, and returns the mean loss over all samples. */
    public static double forEach(int[] order, int batchSize, Step step) {
        double sum = 0;
        for (int start = 0; start < order.length; start += batchSize) {
            int end = Math.min(start + batchSize, order.length);
            sum += step.run(Arrays.copyOfRange(order, start, end)) * (end - start);
        }
        return sum / order.length;
    }

    /** Returns intensities as values from 0 to 1, row-major as the pixels are. */
    public static float[] scaled(byte[] pixels) {
        float[] values = new float[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[i] & 0xFF) / 255f;
        }
        return values;
    }
}
