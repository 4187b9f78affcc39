package dev.atelier.runner.data;

/**
 * Grey images of one size with a label each.
 *
 * <p>The arrays are shared, not copied: a set of 60,000 images is 47 MB.
 */
public final class ImageSet {
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final int[] labels;

    /**
     * Makes a set.
     *
     * @param height rows of an image, at least 1
     * @param width columns of an image, at least 1
     * @param pixels unsigned intensities {@code [labels.length][height][width]}
     * @param labels classes, from 0
     */
    public ImageSet(int height, int width, byte[] pixels, int[] labels) {
        if (height < 1 || width < 1 || pixels.length != (long) labels.length * height * width) {
            throw new IllegalArgumentException(labels.length + " images of " + height + " x " + width
                    + " do not go with " + pixels.length + " pixels");
        }
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
    }

    /** Returns the number of images. */
    public int count() {
        return labels.length;
    }

    /** Returns the rows of an image. */
    public int height() {
        return height;
    }

    /** Returns the columns of an image. */
    public int width() {
        return width;
    }

    /** Returns the pixels of an image. */
    public int features() {
        return height * width;
    }

    /** Returns the unsigned intensities {@code [count][height][width]}, not copied. */
    public byte[] pixels() {
        return pixels;
    }

    /** Returns the classes {@code [count]}, not copied. */
    public int[] labels() {
        return labels;
    }
}
