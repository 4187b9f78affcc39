package dev.atelier.runner.data;

/**
 * Random numbers of one image: SplitMix64 (Steele, Lea and Flood 2014), started from the image's number. The JDK's generators
 * are not used because their derived methods have changed between releases.
 */
final class RandomSequence {
    private static final long SEED = 0x41746c6965720001L;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    RandomSequence(long index) {
        state = mix(SEED + index * GOLDEN_GAMMA);
    }

    /** Returns a number in {@code [low, high)}. */
    double between(double low, double high) {
        return low + (high - low) * (next() >>> 11) * 0x1p-53;
    }

    /** Returns an integer in {@code 0 .. bound-1}. */
    int below(int bound) {
        return (int) ((next() >>> 33) % bound);
    }

    /** Returns a number of mean 0 and standard deviation 1, bell-shaped, at most 3.5 from 0: the sum of four uniform ones. */
    double bell() {
        double sum = between(-1, 1) + between(-1, 1) + between(-1, 1) + between(-1, 1);
        return sum * HALF_ROOT_THREE;
    }

    private static final double HALF_ROOT_THREE = Math.sqrt(3) / 2;

    private long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
