package dev.atelier.engine.cpu.kernel;

import dev.atelier.engine.backend.Distortion;

/**
 * What {@link Kernels#interpolate} reads: an image whose pixels are packed with their neighbours, and the part of it that is not zero.
 * Coordinates are in {@code 2^-16} pixels. The columns and rows at both ends of a span are zero.
 */
public final class PixelSource {
    /** The bits behind the point of an interpolation's weights: the product of two weights and a byte just fits an integer. */
    public static final int WEIGHT_BITS = 11;

    /** From coordinates to weights. */
    public static final int WEIGHT_SHIFT = Distortion.FRACTION_BITS - WEIGHT_BITS;

    /** A weight's bits. */
    public static final int WEIGHT_MASK = (1 << WEIGHT_BITS) - 1;

    /** The bits behind the point of a pixel that is interpolated both ways. */
    public static final int VALUE_BITS = 2 * WEIGHT_BITS;

    /** Rounds such a pixel. */
    public static final int ROUNDING = 1 << (VALUE_BITS - 1);

    /** A coordinate that is to the left of every image, whatever is added to it. */
    public static final int OUTSIDE = Integer.MIN_VALUE / 2;

    /** The pixels from the upper left corner on: each with its right neighbour above its own byte, then the two below them. */
    public int[] quads = {};

    /** Pixels from one row of {@link #quads} to the next. */
    public int stride;

    /** The column of the corner. */
    public int left;

    /** The row of the corner. */
    public int top;

    /** How far the last column is from the corner. */
    public int xSpan;

    /** How far the last row is from the corner. */
    public int ySpan;

    /**
     * The first column of the image's first row to which a pixel of the source may come, in {@code 2^-16} columns; that of row {@code r} lies
     * {@code r * } {@link #columnShift} further on.
     */
    public int firstColumn;

    /** The last such column of the first row. */
    public int lastColumn;

    /** What is added to both from one row to the next. */
    public int columnShift;

    /** How far from the corner each located pixel comes from along the width. */
    public int[] across = {};

    /** The same along the height. */
    public int[] down = {};

    /** Which pixel of the image each located pixel, or the first of each located vector, is. */
    public int[] targets = {};

    /** How many pixels, or vectors of them, are located. */
    public int located;

    /** For kernels to use: the four neighbours of each located pixel. */
    public int[] neighbours = {};

    /** For kernels to use: two values in the lower bytes of each word. */
    public long[] pairs = {};

    /** For kernels to use: the whole image, and a vector more. */
    public byte[] image = {};

    /** Makes an empty source. */
    public PixelSource() {}

    /**
     * Makes room for an image.
     *
     * @param pixels the image's pixels
     * @param inVectors the same in vectors of which none holds pixels of two rows, and a vector more
     */
    public void reserve(int pixels, int inVectors) {
        across = new int[inVectors];
        down = new int[inVectors];
        targets = new int[inVectors];
        neighbours = new int[inVectors];
        pairs = new long[inVectors / 2];
        image = new byte[pixels + Kernels.MAX_LANES];
    }
}
