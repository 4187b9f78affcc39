package dev.atelier.runner.picture;

/** A grey picture; the samples are not copied. */
final class GreyPicture {
    private final int height;
    private final int width;
    private final float[] samples;

    /**
     * Makes a picture.
     *
     * @param samples {@code [height][width]}, from 0, black, to 1, white
     */
    GreyPicture(int height, int width, float[] samples) {
        if (height < 1 || width < 1 || samples.length != (long) height * width) {
            throw new IllegalArgumentException(
                    "a picture of " + height + " x " + width + " can't have " + samples.length + " samples");
        }
        this.height = height;
        this.width = width;
        this.samples = samples;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    float at(int y, int x) {
        return samples[y * width + x];
    }

    /** Returns the samples, {@code [height][width]}, not copied. */
    float[] samples() {
        return samples;
    }

    /** Returns the part of so many rows and columns that begins at this row and column. */
    GreyPicture cut(int top, int left, int rows, int columns) {
        float[] part = new float[rows * columns];
        for (int y = 0; y < rows; y++) {
            System.arraycopy(samples, (top + y) * width + left, part, y * columns, columns);
        }
        return new GreyPicture(rows, columns, part);
    }

    /** Returns this picture with rows and columns exchanged. */
    GreyPicture transposed() {
        float[] result = new float[samples.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result[x * height + y] = at(y, x);
            }
        }
        return new GreyPicture(width, height, result);
    }
}
