package dev.atelier.engine.augmentation;

import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.random.Philox;
import dev.atelier.engine.random.Purpose;

/**
 * Draws the distortion of one sample at a time, in integers: every backend that follows it gets the same bits. The random numbers are
 * the blocks {@code 0, 1, ...} of {@link Philox} with the counter {@code (block, row of the data set, epoch, purpose)} and the
 * seed as key. Coordinates are in units of {@code 2^-16} pixels. Not safe for use by several threads.
 *
 * <p>The words of blocks 0 and 1 are, in this order: the angle, the scale of the width and of the height, the shear, and the shift
 * along the width and the height; two are not used. A word {@code w}, taken as a signed integer, stands for {@code w / 2^31} times a range; the
 * angle is number {@code w >>> 22} of {@link Distortion#turns()}. From block 2 on each word gives one coefficient of a mode: the sum of its
 * four bytes less its mean, which is close to normally distributed; first those of the displacement along the width.
 */
public final class DistortionDraw {
    /** The variance of a coefficient: four times that of a byte. */
    public static final double COEFFICIENT_VARIANCE = 4 * (256.0 * 256 - 1) / 12;

    /** The largest magnitude of a coefficient, also the mean of four bytes' sum. */
    public static final int LARGEST_COEFFICIENT = 510;

    private static final long ONE = 1L << Distortion.FRACTION_BITS;
    private static final int FIRST_ELASTIC_BLOCK = 2;
    private static final int BYTE = 0xFF;

    /** Words of a block of random numbers. */
    private static final int BLOCK_WORDS = 4;

    private final int[] words = new int[BLOCK_WORDS];
    private long seed;
    private int epoch;
    private int row;

    private int xByX;
    private int xByY;
    private int yByX;
    private int yByY;
    private int xOrigin;
    private int yOrigin;

    /** Makes a drawer. */
    public DistortionDraw() {}

    /**
     * Draws the affine part of a sample's distortion.
     *
     * @param key the contents of {@link Distortion#key()}
     * @param turns the contents of {@link Distortion#turns()}: cosines, then sines
     * @param sample the row in the data set
     */
    public void draw(Distortion distortion, int[] key, int[] turns, int sample) {
        seed = (long) key[1] << Integer.SIZE | (key[0] & 0xFFFFFFFFL);
        epoch = key[2];
        row = sample;
        block(0);
        int angle = words[0] >>> (Integer.SIZE - Distortion.TURN_BITS);
        long cos = turns[angle];
        long sin = turns[Distortion.TURNS + angle];
        long scaleX = ONE + part(words[1], distortion.scale());
        long scaleY = ONE + part(words[2], distortion.scale());
        long shear = rounded(part(words[3], distortion.shear()) * scaleY);
        block(1);
        xByX = rounded(cos * scaleX);
        xByY = rounded(cos * shear - sin * scaleY);
        yByX = rounded(sin * scaleX);
        yByY = rounded(sin * shear + cos * scaleY);
        xOrigin = origin(distortion.width() - 1, xByX, distortion.width() - 1, xByY, distortion.height() - 1)
                + part(words[0], distortion.shift());
        yOrigin = origin(distortion.height() - 1, yByX, distortion.width() - 1, yByY, distortion.height() - 1)
                + part(words[1], distortion.shift());
    }

    /** Returns where a line starts whose middle is to be the middle of {@code 0 .. last}. */
    private static int origin(int last, int byX, int lastX, int byY, int lastY) {
        return (int) ((last * ONE - (long) byX * lastX - (long) byY * lastY) >> 1);
    }

    /** Returns {@code word / 2^31 * range}, rounded down. */
    private static int part(int word, int range) {
        return (int) (((long) word * range) >> (Integer.SIZE - 1));
    }

    private static int rounded(long product) {
        return (int) ((product + ONE / 2) >> Distortion.FRACTION_BITS);
    }

    private void block(int number) {
        words[0] = number;
        words[1] = row;
        words[2] = epoch;
        words[3] = Purpose.DISTORTION.code();
        Philox.encrypt(words, seed);
    }

    /**
     * Draws the coefficients of the elastic modes of the sample last given to {@link #draw}.
     *
     * @param target takes {@code count} of them, whole numbers
     */
    public void coefficients(float[] target, int count) {
        for (int i = 0; i < count; i += BLOCK_WORDS) {
            block(FIRST_ELASTIC_BLOCK + i / BLOCK_WORDS);
            int last = Math.min(BLOCK_WORDS, count - i);
            for (int j = 0; j < last; j++) {
                int word = words[j];
                int sum = (word & BYTE) + ((word >>> 8) & BYTE) + ((word >>> 16) & BYTE) + (word >>> 24);
                target[i + j] = sum - LARGEST_COEFFICIENT;
            }
        }
    }

    /** Returns how far the source moves along the width for each output pixel along the width. */
    public int xByX() {
        return xByX;
    }

    /** Returns how far the source moves along the width for each output pixel along the height. */
    public int xByY() {
        return xByY;
    }

    /** Returns how far the source moves along the height for each output pixel along the width. */
    public int yByX() {
        return yByX;
    }

    /** Returns how far the source moves along the height for each output pixel along the height. */
    public int yByY() {
        return yByY;
    }

    /** Returns where along the width the source of output pixel (0, 0) lies. */
    public int xOrigin() {
        return xOrigin;
    }

    /** Returns where along the height the source of output pixel (0, 0) lies. */
    public int yOrigin() {
        return yOrigin;
    }
}
