package dev.atelier.runner.picture;

import java.util.Arrays;

/**
 * Brings a picture of a digit into the form of MNIST's, as LeCun's page on MNIST describes how those were made: light ink on
 * black, the longer side of the ink's box scaled to 20 of 28 pixels, and moved by whole pixels until the centre of mass lies at
 * (14, 14), counted from the middle of the first pixel. All of MNIST's images are of this form, so that they stay as they
 * are.
 */
final class DigitFraming {
    /** Pixels of MNIST's images, and of the box within that the ink is scaled to. */
    private static final int MNIST_SIZE = 28;

    private static final int MNIST_BOX = 20;

    /** A paper's grain and a camera's noise are ink only from so many times their usual strength on. */
    private static final float NOISE_FACTOR = 4;

    /** The least contrast of ink, as a share of that between black and white. */
    private static final float LEAST_CONTRAST = 0.03f;

    private DigitFraming() {}

    /**
     * Returns the framed picture's pixels {@code [height][width]}, 0 for paper to 255 for ink.
     *
     * @throws IllegalArgumentException if there is no ink
     */
    static byte[] frame(GreyPicture picture, int height, int width) {
        GreyPicture ink = cutToInk(ink(picture));
        double scale = Math.min(
                (double) height * MNIST_BOX / MNIST_SIZE / ink.height(),
                (double) width * MNIST_BOX / MNIST_SIZE / ink.width());
        GreyPicture scaled =
                Resampling.resize(ink, within(ink.height() * scale, 1, height), within(ink.width() * scale, 1, width));
        // A thin pen leaves faint strokes where many pixels become one.
        float strongest = largest(scaled);
        int top = start(centreOfMass(scaled), height, scaled.height());
        int left = start(centreOfMass(scaled.transposed()), width, scaled.width());
        byte[] pixels = new byte[height * width];
        for (int y = 0; y < scaled.height(); y++) {
            for (int x = 0; x < scaled.width(); x++) {
                pixels[(top + y) * width + left + x] = (byte) Math.round(255 * scaled.at(y, x) / strongest);
            }
        }
        return pixels;
    }

    private static int within(double value, int least, int most) {
        return (int) Math.max(least, Math.min(most, Math.round(value)));
    }

    /** Returns 0 for what is as the paper, up to 1 for what differs from it most; dark ink on bright paper is inverted. */
    private static GreyPicture ink(GreyPicture picture) {
        float[] border = border(picture);
        float paper = border[border.length / 2];
        float direction = paper > 0.5f ? -1 : 1;
        for (int i = 0; i < border.length; i++) {
            border[i] = Math.abs(border[i] - paper);
        }
        Arrays.sort(border);
        // Three quarters, so that a digit may touch the border.
        float noise = NOISE_FACTOR * border[border.length * 3 / 4];
        float[] ink = new float[picture.samples().length];
        float strongest = 0;
        for (int i = 0; i < ink.length; i++) {
            float difference = direction * (picture.samples()[i] - paper);
            ink[i] = difference > noise ? difference : 0;
            strongest = Math.max(strongest, ink[i]);
        }
        if (strongest < LEAST_CONTRAST) {
            throw new IllegalArgumentException(
                    "there is nothing on it: all its pixels have nearly the same brightness");
        }
        for (int i = 0; i < ink.length; i++) {
            ink[i] /= strongest;
        }
        return new GreyPicture(picture.height(), picture.width(), ink);
    }

    /** Returns the samples at the picture's edge, sorted. */
    private static float[] border(GreyPicture picture) {
        int height = picture.height();
        int width = picture.width();
        float[] border = new float[2 * (height + width)];
        for (int x = 0; x < width; x++) {
            border[x] = picture.at(0, x);
            border[width + x] = picture.at(height - 1, x);
        }
        for (int y = 0; y < height; y++) {
            border[2 * width + y] = picture.at(y, 0);
            border[2 * width + height + y] = picture.at(y, width - 1);
        }
        Arrays.sort(border);
        return border;
    }

    private static GreyPicture cutToInk(GreyPicture ink) {
        int top = ink.height();
        int bottom = 0;
        int left = ink.width();
        int right = 0;
        for (int y = 0; y < ink.height(); y++) {
            for (int x = 0; x < ink.width(); x++) {
                if (ink.at(y, x) > 0) {
                    top = Math.min(top, y);
                    bottom = y;
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                }
            }
        }
        return ink.cut(top, left, bottom - top + 1, right - left + 1);
    }

    private static float largest(GreyPicture picture) {
        float largest = 0;
        for (float sample : picture.samples()) {
            largest = Math.max(largest, sample);
        }
        return largest;
    }

    /** Returns the mean row, weighted by the ink in it. */
    private static double centreOfMass(GreyPicture ink) {
        double mass = 0;
        double moment = 0;
        for (int y = 0; y < ink.height(); y++) {
            for (int x = 0; x < ink.width(); x++) {
                mass += ink.at(y, x);
                moment += (double) y * ink.at(y, x);
            }
        }
        return moment / mass;
    }

    /** Returns where a part begins whose centre of mass comes to lie in the middle, or as near as the part stays inside. */
    private static int start(double centreOfMass, int whole, int part) {
        return (int) Math.max(0, Math.min(whole - part, Math.round(whole / 2.0 - centreOfMass)));
    }
}
