package dev.atelier.engine.augmentation;

/**
 * How training images are distorted: each time that a sample is used, by an affine map and, if {@code elasticAlpha} is above 0, by
 * an elastic displacement of its pixels, both drawn at random for that sample and epoch.
 *
 * <p>The elastic displacement is that of Simard, Steinkraus and Platt, "Best practices for convolutional neural networks applied to
 * visual document analysis" (ICDAR 2003): a field of random numbers between -1 and 1 for each axis, smoothed with a Gaussian of
 * standard deviation {@code elasticSigma} and multiplied by {@code elasticAlpha}.
 *
 * @param height rows of an image, 1 to {@value #MAX_SIDE}
 * @param width columns of an image, 1 to {@value #MAX_SIDE}
 * @param rotation the largest angle in degrees, either way, 0 to 180
 * @param scale the largest change of width and of height, each by itself, as a fraction: 0 to 0.9
 * @param shear the largest slant, as pixels to the side for each pixel down: 0 to 2
 * @param shift the largest shift in pixels along each axis, 0 to {@value #MAX_SIDE}
 * @param elasticAlpha the strength of the elastic displacement in pixels, 0 for none
 * @param elasticSigma its smoothness in pixels: at least 1/25 of each side, since it is drawn with a limited number of modes
 */
public record Augmentation(
        int height,
        int width,
        double rotation,
        double scale,
        double shear,
        double shift,
        double elasticAlpha,
        double elasticSigma) {
    /** The longest side of an image. */
    public static final int MAX_SIDE = 1024;

    private static final double MAX_SCALE = 0.9;
    private static final double MAX_SHEAR = 2;
    private static final double MAX_ROTATION = 180;

    /** Backends compute displacements in a format that holds less than 1024 pixels. */
    private static final double MAX_DISPLACEMENT = 1000;

    /** Checks the ranges. */
    public Augmentation {
        if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
            throw new IllegalArgumentException("augmentation needs images with sides of 1 to " + MAX_SIDE
                    + " pixels, but they have " + height + " x " + width);
        }
        check("rotation", rotation, MAX_ROTATION);
        check("scale", scale, MAX_SCALE);
        check("shear", shear, MAX_SHEAR);
        check("shift", shift, MAX_SIDE);
        check("elastic alpha", elasticAlpha, Float.MAX_VALUE);
        if (elasticAlpha > 0) {
            double smoothest = GaussianModes.leastSigma(Math.max(height, width));
            if (!(elasticSigma >= smoothest && elasticSigma <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("elastic sigma must be at least " + smoothest + " for images of "
                        + height + " x " + width + " pixels, but is " + elasticSigma);
            }
            double largest = ElasticBasis.largestDisplacement(height, width, elasticAlpha, elasticSigma);
            if (largest > MAX_DISPLACEMENT) {
                throw new IllegalArgumentException("elastic alpha " + elasticAlpha + " with sigma " + elasticSigma
                        + " may move a pixel by " + Math.round(largest) + " pixels; take a smaller alpha");
            }
        }
    }

    private static void check(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(name + " must be from 0 to "
                    + (most == Math.rint(most) ? Long.toString((long) most) : Double.toString(most)) + ", but is "
                    + value);
        }
    }

    /** Whether pixels are displaced elastically as well. */
    public boolean elastic() {
        return elasticAlpha > 0;
    }
}
