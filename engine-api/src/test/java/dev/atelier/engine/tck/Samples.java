package dev.atelier.engine.tck;

import java.util.SplittableRandom;

/** Test data out of a seed. */
final class Samples {
    private final SplittableRandom random;

    Samples(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Returns numbers from {@code -bound} to {@code bound}. */
    float[] floats(int size, double bound) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    /** Returns numbers from -1 to 1. */
    float[] floats(int size) {
        return floats(size, 1);
    }

    /** Returns whole numbers from 0 to {@code bound - 1}. */
    int[] integers(int size, int bound) {
        return random.ints(size, 0, bound).toArray();
    }

    /** Returns bytes of all values, about half of them zero like the pixels of a digit. */
    byte[] pixels(int size) {
        byte[] values = new byte[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextBoolean() ? 0 : (byte) random.nextInt(256);
        }
        return values;
    }

    /** Returns a number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }
}
