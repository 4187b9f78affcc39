package dev.atelier.engine.backend;

import dev.atelier.engine.random.Philox;
import dev.atelier.engine.random.Purpose;

/**
 * Which units of a batch are dropped, drawn by {@link Philox} from seed, epoch, sample, layer and unit: the same on every backend, for
 * every batch size and number of threads, and after a resumed run.
 *
 * <p>Unit {@code j} of batch row {@code i} is dropped where a 16-bit number is below {@link #threshold()}: of the four words that belong
 * to the counter {@code (j / 8, row_i, epoch, purpose + 256 layer)} and the key {@code seed}, number {@code j mod 8}, the lower half of
 * a word before its upper half. {@code row_i} is the sample's row in the data set.
 *
 * @param rate the share of units that are dropped, from 0 to below 1; {@link #threshold()} is it in 65536ths
 * @param seed the run's seed
 * @param layer tells apart the layers of a network, from 0 to below 2^23
 * @param rows the samples of the batch
 * @param epoch I32 {@code [1][1]}
 */
public record DropoutMask(double rate, long seed, int layer, RowSelection rows, Tensor epoch) {
    /** Units that share a counter. */
    public static final int UNITS = 8;

    private static final int LEVELS = 1 << 16;

    /** Checks the ranges. */
    public DropoutMask {
        if (!(rate >= 0 && Math.round(rate * LEVELS) < LEVELS)) {
            throw new IllegalArgumentException("dropout must be from 0 to below 1, but is " + rate);
        }
        if (layer < 0 || layer >= 1 << 23) {
            throw new IllegalArgumentException("DropoutMask: layer must be from 0 to below 2^23, but is " + layer);
        }
    }

    /** Returns how many of 65536 equally likely numbers drop a unit. */
    public int threshold() {
        return (int) Math.round(rate * LEVELS);
    }

    /** Returns the probability that a unit is kept. */
    public double keep() {
        return 1 - (double) threshold() / LEVELS;
    }

    /** Returns the last word of the counter. */
    public int stream() {
        return Purpose.DROPOUT.code() + (layer << 8);
    }
}
