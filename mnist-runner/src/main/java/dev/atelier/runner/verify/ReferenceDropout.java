package dev.atelier.runner.verify;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.random.Philox;
import dev.atelier.engine.random.Purpose;

/**
 * Dropout of one layer in double precision, unit by unit, from the formulas of {@link dev.atelier.engine.backend.Dropout} and
 * {@link dev.atelier.engine.backend.DropoutMask}.
 */
final class ReferenceDropout {
    private static final int LEVELS = 1 << 16;
    private static final int UNITS = 8;

    private final long seed;
    private final int layer;
    private final long threshold;
    private final double scale;
    private final double shift;
    private final double value;
    private final int[] words = new int[4];

    /**
     * Makes the dropout of a layer.
     *
     * @param rate the share of units that are dropped
     * @param layer counted from 0
     */
    ReferenceDropout(double rate, long seed, int layer, Activation activation) {
        this.seed = seed;
        this.layer = layer;
        threshold = Math.round(rate * LEVELS);
        double keep = 1 - (double) threshold / LEVELS;
        if (activation == Activation.SELU) {
            double floor = -Activation.SELU_LAMBDA * Activation.SELU_ALPHA;
            scale = Math.pow(keep + floor * floor * keep * (1 - keep), -0.5);
            shift = -scale * (1 - keep) * floor;
            value = scale * floor + shift;
        } else {
            scale = 1 / keep;
            shift = 0;
            value = 0;
        }
    }

    /** Drops units of a sample's outputs. */
    void apply(double[] out, int sample, int epoch) {
        for (int j = 0; j < out.length; j++) {
            out[j] = keeps(j, sample, epoch) ? scale * out[j] + shift : value;
        }
    }

    /** Turns the gradient with respect to what {@link #apply} left into that with respect to what it was given. */
    void gradient(double[] delta, int sample, int epoch) {
        for (int j = 0; j < delta.length; j++) {
            delta[j] *= keeps(j, sample, epoch) ? scale : 0;
        }
    }

    private boolean keeps(int unit, int sample, int epoch) {
        words[0] = unit / UNITS;
        words[1] = sample;
        words[2] = epoch;
        words[3] = Purpose.DROPOUT.code() + (layer << 8);
        Philox.encrypt(words, seed);
        int word = words[unit % UNITS / 2];
        return (unit % 2 == 0 ? word & (LEVELS - 1) : word >>> 16) >= threshold;
    }
}
