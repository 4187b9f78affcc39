package dev.atelier.engine.backend;

import org.jspecify.annotations.Nullable;

/**
 * Random distortions of images, drawn for each sample and epoch. What changes from epoch to epoch is a tensor, so that a
 * recorded plan stays valid.
 *
 * <p>Pixel {@code (y, x)} of a distorted image is the pixel of the original at {@code (y', x')}, interpolated bilinearly between the four round it
 * and rounded to the nearest integer; outside of the original there are zeros. With the middle of the image at {@code (Y, X)},
 *
 * <pre>
 *   x' = X + shiftX + dx(y, x) + (x - X) cos scaleX + (y - Y) (cos shear - sin) scaleY
 *   y' = Y + shiftY + dy(y, x) + (x - X) sin scaleX + (y - Y) (sin shear + cos) scaleY
 * </pre>
 *
 * where {@code cos} and {@code sin} are a column of {@link #turns}, the scales are from 1 less {@link #scale} to 1 plus it, the shear
 * and the shifts from less {@link #shear} and {@link #shift} to plus it, and, where there are modes,
 * {@code dx(y, x) = sum_jk z_jk rowModes[j][y] columnModes[k][x]} with random {@code z}; {@code dy} likewise with others.
 * {@code dev.atelier.engine.augmentation.DistortionDraw} says which random number is which.
 *
 * <p>Coordinates are rounded to {@code 2^-11} pixels, those of the modes to {@code 2^-12} before, and all else is done in integers of
 * {@code 2^-16} pixels, so that backends agree. Displacements must be less than 1024 pixels.
 *
 * @param height rows of an image, at least 1
 * @param width columns of an image, at least 1
 * @param scale the largest change of scale, in {@code 2^-16}
 * @param shear the largest shear, in {@code 2^-16}
 * @param shift the largest shift, in {@code 2^-16} pixels
 * @param turns I32 {@code [2][1024]}: cosines and sines, in {@code 2^-16}
 * @param rowModes F32 {@code [modes][height]} in pixels, or null for none
 * @param columnModes F32 {@code [modes][width]}, or null for none
 * @param key I32 {@code [1][3]}: the seed's lower and upper half, and the epoch
 */
public record Distortion(
        int height,
        int width,
        int scale,
        int shear,
        int shift,
        Tensor turns,
        @Nullable Tensor rowModes,
        @Nullable Tensor columnModes,
        Tensor key) {
    /** The bits behind the point of coordinates. */
    public static final int FRACTION_BITS = 16;

    /** The bits of a random word that choose an angle. */
    public static final int TURN_BITS = 10;

    /** Angles to choose from. */
    public static final int TURNS = 1 << TURN_BITS;

    /** Integers of a key. */
    public static final int KEY_WORDS = 3;

    /** The most modes along each axis. */
    public static final int MAX_MODES = 32;

    /** Checks the image's sides, and that modes come in pairs. */
    public Distortion {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "Distortion: an image must have at least one pixel, but has " + height + " x " + width);
        }
        if ((rowModes == null) != (columnModes == null)) {
            throw new IllegalArgumentException("Distortion: modes are needed for rows and columns, or for neither");
        }
    }

    /** Returns the number of modes along the height, 0 where there are none. */
    public int rowModeCount() {
        return rowModes == null ? 0 : rowModes.rows();
    }

    /** Returns the number of modes along the width, 0 where there are none. */
    public int columnModeCount() {
        return columnModes == null ? 0 : columnModes.rows();
    }
}
