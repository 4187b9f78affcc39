package dev.atelier.runner.report;

import dev.atelier.runner.data.ImageSet;
import java.util.Random;

/** Images changed as a camera or a hand might change them; what comes in from outside is background, 0. */
public final class ImageChange {
    private static final int WHITE = 255;

    private ImageChange() {}

    /** Returns the images moved to the right and downwards by whole pixels. */
    public static ImageSet shifted(ImageSet set, int right, int down) {
        byte[] moved = new byte[set.pixels().length];
        for (int i = 0; i < set.count(); i++) {
            for (int y = Math.max(0, down); y < set.height() + Math.min(0, down); y++) {
                int from = Math.max(0, -right);
                int length = set.width() - Math.abs(right);
                if (length > 0) {
                    System.arraycopy(
                            set.pixels(), at(set, i, y - down, from), moved, at(set, i, y, from + right), length);
                }
            }
        }
        return new ImageSet(set.height(), set.width(), moved, set.labels());
    }

    /** Returns the images turned about their centre, clockwise as they are seen, with bilinear interpolation. */
    static ImageSet rotated(ImageSet set, double degrees) {
        double sine = Math.sin(Math.toRadians(degrees));
        double cosine = Math.cos(Math.toRadians(degrees));
        double centreY = (set.height() - 1) / 2.0;
        double centreX = (set.width() - 1) / 2.0;
        byte[] turned = new byte[set.pixels().length];
        for (int i = 0; i < set.count(); i++) {
            for (int y = 0; y < set.height(); y++) {
                for (int x = 0; x < set.width(); x++) {
                    double fromX = centreX + cosine * (x - centreX) + sine * (y - centreY);
                    double fromY = centreY - sine * (x - centreX) + cosine * (y - centreY);
                    turned[at(set, i, y, x)] = (byte) Math.round(between(set, i, fromY, fromX));
                }
            }
        }
        return new ImageSet(set.height(), set.width(), turned, set.labels());
    }

    /**
     * Returns the images with normally distributed noise added to each pixel.
     *
     * @param deviation of the noise, where 1 is the distance from black to white
     */
    static ImageSet noisy(ImageSet set, double deviation, long seed) {
        Random random = new Random(seed);
        byte[] noisy = new byte[set.pixels().length];
        for (int i = 0; i < noisy.length; i++) {
            double value = (set.pixels()[i] & 0xFF) + WHITE * deviation * random.nextGaussian();
            noisy[i] = (byte) Math.round(Math.max(0, Math.min(WHITE, value)));
        }
        return new ImageSet(set.height(), set.width(), noisy, set.labels());
    }

    private static int at(ImageSet set, int image, int y, int x) {
        return (image * set.height() + y) * set.width() + x;
    }

    private static double pixel(ImageSet set, int image, int y, int x) {
        return y < 0 || y >= set.height() || x < 0 || x >= set.width() ? 0 : set.pixels()[at(set, image, y, x)] & 0xFF;
    }

    private static double between(ImageSet set, int image, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        double down = y - top;
        double right = x - left;
        return (1 - down) * ((1 - right) * pixel(set, image, top, left) + right * pixel(set, image, top, left + 1))
                + down
                        * ((1 - right) * pixel(set, image, top + 1, left)
                                + right * pixel(set, image, top + 1, left + 1));
    }
}
