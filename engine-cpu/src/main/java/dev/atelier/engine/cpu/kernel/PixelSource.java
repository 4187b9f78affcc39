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

    /** Where in a word of both weights that along the height begins. */
    public static final int Y_WEIGHT_SHIFT = 16;

    /** The bits behind the point of a pixel that is interpolated both ways. */
    public static final int VALUE_BITS = 2 * WEIGHT_BITS;

    /** Rounds such a pixel. */
    public static final int ROUNDING = 1 << (VALUE_BITS - 1);

    /** The pixels: each with its right neighbour above its own byte, then the two below them. */
    public int[] quads = {};

    /** Pixels from one row to the next. */
    public int stride;

    /** Where in {@link #quads} the upper left corner is. */
    public int corner;

    /** The coordinates of that corner. */
    public int left;

    /** The row of that corner. */
    public int top;

    /** How far the last column is from the corner. */
    public int xSpan;

    /** How far the last row is from the corner. */
    public int ySpan;

    /** Where in {@link #quads} each located pixel comes from, less the corner; then its value. */
    public int[] places = {};

    /** The weights of each located pixel: that along the height above {@link #Y_WEIGHT_SHIFT}, that along the width below it. */
    public int[] weights = {};

    /** Where each located pixel, or vector of them, goes. */
    public int[] targets = {};

    /** How many pixels of such a vector belong to the line. */
    public int[] lengths = {};

    /** How many pixels, or vectors of them, are located. */
    public int located;

    /** Makes an empty source. */
    public PixelSource() {}

    /** Makes room for {@code pixels} pixels in whole vectors. */
    public void reserve(int pixels) {
        places = new int[pixels];
        weights = new int[pixels];
        targets = new int[pixels];
        lengths = new int[pixels];
    }
}
