package dev.atelier.runner.verify;

import dev.atelier.engine.augmentation.DistortionDraw;
import dev.atelier.engine.backend.Distortion;

/** Distorted images in double precision, one pixel after the other, from the formula of {@link Distortion}. */
final class ReferenceDistortion {
    /**
     * How many grey levels a pixel may be off: half of one by rounding, and a third by the {@code 2^-11} pixels that coordinates are
     * rounded to, where black meets white along both axes.
     */
    static final double TOLERANCE = 1;

    private static final double UNIT = 1.0 / (1 << Distortion.FRACTION_BITS);

    private final int height;
    private final int width;
    private final float[] rowModes;
    private final float[] columnModes;

    /** Makes the reference, given the contents of both tensors of modes. */
    ReferenceDistortion(int height, int width, float[] rowModes, float[] columnModes) {
        this.height = height;
        this.width = width;
        this.rowModes = rowModes;
        this.columnModes = columnModes;
    }

    /**
     * Returns the distorted image, not rounded.
     *
     * @param draw what was drawn for this sample
     * @param pixels of all samples
     */
    double[] image(DistortionDraw draw, byte[] pixels, int sample) {
        int rows = rowModes.length / height;
        int columns = columnModes.length / width;
        float[] z = new float[2 * rows * columns];
        draw.coefficients(z, z.length);
        double[] image = new double[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = 0;
                double dy = 0;
                for (int j = 0; j < rows; j++) {
                    for (int k = 0; k < columns; k++) {
                        double mode = (double) rowModes[j * height + y] * columnModes[k * width + x];
                        dx += z[j * columns + k] * mode;
                        dy += z[(rows + j) * columns + k] * mode;
                    }
                }
                double fromX = UNIT * ((double) draw.xOrigin() + (double) x * draw.xByX() + (double) y * draw.xByY());
                double fromY = UNIT * ((double) draw.yOrigin() + (double) x * draw.yByX() + (double) y * draw.yByY());
                image[y * width + x] = interpolated(pixels, sample, fromY + dy, fromX + dx);
            }
        }
        return image;
    }

    private double interpolated(byte[] pixels, int sample, double y, double x) {
        int row = (int) Math.floor(y);
        int column = (int) Math.floor(x);
        double value = 0;
        for (int i = row; i <= row + 1; i++) {
            for (int j = column; j <= column + 1; j++) {
                if (i >= 0 && i < height && j >= 0 && j < width) {
                    int pixel = pixels[(sample * height + i) * width + j] & 0xff;
                    value += pixel * (1 - Math.abs(y - i)) * (1 - Math.abs(x - j));
                }
            }
        }
        return value;
    }
}
