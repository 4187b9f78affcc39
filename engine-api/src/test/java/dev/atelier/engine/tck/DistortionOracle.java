package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.random.Philox;
import dev.atelier.engine.random.Purpose;
import org.jspecify.annotations.Nullable;

/** Distorted images in double precision, straight from the formula of {@link Distortion}. */
class DistortionOracle {
    private static final double UNIT = 0x1p-16;
    private static final int BYTE = 0xFF;

    private final Distortion distortion;
    private final int[] key;
    private final int[] turns;
    private final float @Nullable [] rowModes;
    private final float @Nullable [] columnModes;

    /** Makes the oracle of a distortion whose tensors have these contents. */
    DistortionOracle(
            Distortion distortion,
            int[] key,
            int[] turns,
            float @Nullable [] rowModes,
            float @Nullable [] columnModes) {
        this.distortion = distortion;
        this.key = key;
        this.turns = turns;
        this.rowModes = rowModes;
        this.columnModes = columnModes;
    }

    /**
     * Returns how far a rounded pixel may lie from the exact one: half a grey level, and 255 for each pixel along each axis that its
     * source may be off. The roundings of a matrix's entry, {@code 2^-16} each, count for each pixel between the middle and
     * the edge; weights have 11 bits, displacements 12.
     */
    static double tolerance(int height, int width) {
        double place = 2 * (height + width + 2) * UNIT / 2 + 0x1p-12 + 0x1p-13 + 0x1p-15;
        return 0.5 + 2 * 255 * place;
    }

    /** Returns sample {@code row} of the data set, whose pixels are given, distorted but not rounded. */
    double[] image(int[] pixels, int row) {
        long[] shape = words(0, row);
        long[] place = words(1, row);
        int turn = (int) (shape[0] >>> 22);
        double cos = turns[turn] * UNIT;
        double sin = turns[Distortion.TURNS + turn] * UNIT;
        double scaleX = 1 + signed(shape[1]) * distortion.scale() * UNIT;
        double scaleY = 1 + signed(shape[2]) * distortion.scale() * UNIT;
        double shear = signed(shape[3]) * distortion.shear() * UNIT;
        double shiftX = signed(place[0]) * distortion.shift() * UNIT;
        double shiftY = signed(place[1]) * distortion.shift() * UNIT;
        double middleX = (distortion.width() - 1) / 2.0;
        double middleY = (distortion.height() - 1) / 2.0;
        double[] z = coefficients(row);
        double[] image = new double[pixels.length];
        for (int y = 0; y < distortion.height(); y++) {
            for (int x = 0; x < distortion.width(); x++) {
                double fromX = middleX
                        + shiftX
                        + bend(z, 0, y, x)
                        + (x - middleX) * cos * scaleX
                        + (y - middleY) * (cos * shear - sin) * scaleY;
                double fromY = middleY
                        + shiftY
                        + bend(z, z.length / 2, y, x)
                        + (x - middleX) * sin * scaleX
                        + (y - middleY) * (sin * shear + cos) * scaleY;
                image[y * distortion.width() + x] = interpolated(pixels, fromY, fromX);
            }
        }
        return image;
    }

    /** Returns the displacement of a pixel along one axis, whose coefficients start at {@code first}. */
    double bend(double[] z, int first, int y, int x) {
        double sum = 0;
        for (int j = 0; j < distortion.rowModeCount(); j++) {
            for (int k = 0; k < distortion.columnModeCount(); k++) {
                sum += z[first + j * distortion.columnModeCount() + k]
                        * rowModes[j * distortion.height() + y]
                        * columnModes[k * distortion.width() + x];
            }
        }
        return sum;
    }

    /** Returns a pixel, zero outside of the image. */
    double pixel(int[] pixels, int y, int x) {
        boolean inside = y >= 0 && y < distortion.height() && x >= 0 && x < distortion.width();
        return inside ? pixels[y * distortion.width() + x] : 0;
    }

    private double interpolated(int[] pixels, double y, double x) {
        int row = (int) Math.floor(y);
        int column = (int) Math.floor(x);
        double down = y - row;
        double across = x - column;
        return (1 - down) * ((1 - across) * pixel(pixels, row, column) + across * pixel(pixels, row, column + 1))
                + down * ((1 - across) * pixel(pixels, row + 1, column) + across * pixel(pixels, row + 1, column + 1));
    }

    private double[] coefficients(int row) {
        double[] z = new double[2 * distortion.rowModeCount() * distortion.columnModeCount()];
        for (int i = 0; i < z.length; i++) {
            long word = words(2 + i / 4, row)[i % 4];
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                z[i] += ((word >>> shift) & BYTE) - 127.5;
            }
        }
        return z;
    }

    private long[] words(int block, int row) {
        int[] words = {block, row, key[2], Purpose.DISTORTION.code()};
        Philox.encrypt(words, ((long) key[1] << 32) + (key[0] & 0xFFFFFFFFL));
        long[] unsigned = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            unsigned[i] = words[i] & 0xFFFFFFFFL;
        }
        return unsigned;
    }

    /** Returns a word as a number from -1 to 1. */
    private static double signed(long word) {
        return (word >= 1L << 31 ? word - (1L << 32) : word) * 0x1p-31;
    }
}
