package dev.atelier.runner.report;

import dev.atelier.runner.data.ImageSet;
import java.util.function.ToDoubleFunction;

/** How accurate a network stays on images that are changed more and more. */
final class Robustness {
    /** The farthest shift, in pixels. */
    static final int MOST_PIXELS = 6;

    private static final int DEGREES_STEP = 5;
    private static final int MOST_DEGREES = 60;
    private static final int NOISE_LEVELS = 11;
    private static final double NOISE_STEP = 0.1;

    /** Any fixed one: the same network gives the same report. */
    private static final long SEED = 1;

    private final int images;
    private final double[][] shift;
    private final double[] rotation;
    private final double[] noise;

    private Robustness(int images, double[][] shift, double[] rotation, double[] noise) {
        this.images = images;
        this.shift = shift;
        this.rotation = rotation;
        this.noise = noise;
    }

    /** Measures; {@code accuracy} is asked for the accuracy on changed images. */
    static Robustness measure(ImageSet set, ToDoubleFunction<ImageSet> accuracy) {
        double[][] shift = new double[2 * MOST_PIXELS + 1][2 * MOST_PIXELS + 1];
        for (int down = -MOST_PIXELS; down <= MOST_PIXELS; down++) {
            for (int right = -MOST_PIXELS; right <= MOST_PIXELS; right++) {
                shift[down + MOST_PIXELS][right + MOST_PIXELS] =
                        accuracy.applyAsDouble(ImageChange.shifted(set, right, down));
            }
        }
        double[] rotation = angles();
        for (int i = 0; i < rotation.length; i++) {
            rotation[i] = accuracy.applyAsDouble(ImageChange.rotated(set, rotation[i]));
        }
        double[] noise = deviations();
        for (int i = 0; i < noise.length; i++) {
            noise[i] = accuracy.applyAsDouble(ImageChange.noisy(set, noise[i], SEED));
        }
        return new Robustness(set.count(), shift, rotation, noise);
    }

    /** Returns the angles, in degrees clockwise. */
    static double[] angles() {
        double[] angles = new double[2 * MOST_DEGREES / DEGREES_STEP + 1];
        for (int i = 0; i < angles.length; i++) {
            angles[i] = -MOST_DEGREES + i * (double) DEGREES_STEP;
        }
        return angles;
    }

    /** Returns the standard deviations of the noise, where 1 is the distance from black to white. */
    static double[] deviations() {
        double[] deviations = new double[NOISE_LEVELS];
        for (int i = 0; i < NOISE_LEVELS; i++) {
            deviations[i] = i * NOISE_STEP;
        }
        return deviations;
    }

    /** Returns how many images were changed. */
    int images() {
        return images;
    }

    /** Returns the accuracy by the shift, {@code [down][right]}, each from minus to plus {@link #MOST_PIXELS}. */
    double[][] shift() {
        return shift;
    }

    /** Returns the accuracy at each of {@link #angles()}. */
    double[] rotation() {
        return rotation;
    }

    /** Returns the accuracy at each of {@link #deviations()}. */
    double[] noise() {
        return noise;
    }
}
