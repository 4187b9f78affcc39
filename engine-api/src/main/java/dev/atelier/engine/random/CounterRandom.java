package dev.atelier.engine.random;

/**
 * A sequence of random numbers named by (seed, purpose, number), drawn from {@link Philox}. Two sequences with different names
 * never overlap. Not safe for use by several threads.
 */
public final class CounterRandom {
    private static final double TWO_TO_MINUS_53 = 0x1p-53;

    private final long seed;
    private final int purpose;
    private final int number;
    private final int[] block = new int[4];
    private long blocks;
    private int used = 4;

    /**
     * Starts a sequence.
     *
     * @param seed the run's seed
     * @param purpose what the numbers are for
     * @param number tells apart sequences of one purpose: a layer, an epoch, a sample
     */
    public CounterRandom(long seed, Purpose purpose, int number) {
        this.seed = seed;
        this.purpose = purpose.code();
        this.number = number;
    }

    /** Returns 32 random bits. */
    public int nextInt() {
        if (used == 4) {
            block[0] = (int) blocks;
            block[1] = (int) (blocks >>> 32);
            block[2] = number;
            block[3] = purpose;
            Philox.encrypt(block, seed);
            blocks++;
            used = 0;
        }
        return block[used++];
    }

    /**
     * Returns a number of {@code 0 .. bound - 1}, each equally likely (Lemire 2019).
     *
     * @param bound at least 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, but is " + bound);
        }
        long product = (nextInt() & 0xFFFFFFFFL) * bound;
        long rejected = (1L << 32) % bound;
        while ((product & 0xFFFFFFFFL) < rejected) {
            product = (nextInt() & 0xFFFFFFFFL) * bound;
        }
        return (int) (product >>> 32);
    }

    /** Returns a number of [0, 1) with 53 random bits. */
    public double nextDouble() {
        long high = nextInt() & 0xFFFFFFFFL;
        long low = nextInt() & 0xFFFFFFFFL;
        return ((high << 21) ^ (low >>> 11)) * TWO_TO_MINUS_53;
    }

    /**
     * Fills an array with normally distributed numbers of mean 0 (Box and Muller 1958).
     *
     * @param standardDeviation of each number
     */
    public void fillNormal(float[] target, double standardDeviation) {
        for (int i = 0; i < target.length; i += 2) {
            double radius = standardDeviation * Math.sqrt(-2 * Math.log(1 - nextDouble()));
            double angle = 2 * Math.PI * nextDouble();
            target[i] = (float) (radius * Math.cos(angle));
            if (i + 1 < target.length) {
                target[i + 1] = (float) (radius * Math.sin(angle));
            }
        }
    }

    /** Fills an array with numbers spread evenly over {@code [-limit, limit)}. */
    public void fillUniform(float[] target, double limit) {
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) (limit * (2 * nextDouble() - 1));
        }
    }

    /** Shuffles an array so that each order is equally likely (Fisher and Yates). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
