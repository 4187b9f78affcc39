package dev.atelier.runner.data;

import java.util.stream.IntStream;

/**
 * Draws a data set of handwritten digits, for machines that can't get MNIST: 28 x 28 pixels, centred by mass as MNIST is.
 *
 * <p>Image {@code i} depends on {@code i} alone, so the set is the same on every machine and for any number of threads. The
 * spread of slant, proportions and shake is set so that a linear model stays well below a network with 1000 hidden units.
 */
public final class SyntheticDigits {
    /** The name of the data set in results. */
    public static final String NAME = "synthetic";

    private static final int CLASSES = 10;
    private static final int TRAIN_COUNT = 60_000;
    private static final int TEST_COUNT = 10_000;

    private SyntheticDigits() {}

    /** Draws 60,000 training and 10,000 test images on all processors. */
    public static ImageData generate() {
        return new ImageData(NAME, CLASSES, draw(0, TRAIN_COUNT), draw(TRAIN_COUNT, TEST_COUNT));
    }

    /** Draws {@code count} images, the first of them number {@code start} of the endless series. */
    static ImageSet draw(int start, int count) {
        int size = DigitPainter.SIZE;
        byte[] pixels = new byte[count * size * size];
        int[] labels = new int[count];
        IntStream.range(0, count).parallel().forEach(i -> {
            RandomSequence random = new RandomSequence(start + i);
            labels[i] = random.below(CLASSES);
            new DigitPainter(random).paint(labels[i], pixels, i * size * size);
        });
        return new ImageSet(size, size, pixels, labels);
    }
}
