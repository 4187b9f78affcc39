package dev.atelier.runner.command;

import dev.atelier.engine.augmentation.Augmentation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how training images are distorted. */
final class AugmentationOptions {
    private static final double USUAL_ROTATION = 10;
    private static final double USUAL_SCALE = 0.1;
    private static final double USUAL_SHEAR = 0.08;
    private static final double USUAL_SHIFT = 1;
    private static final double USUAL_ALPHA = 30;
    private static final double USUAL_SIGMA = 5;

    @Option(
            names = "--augment",
            paramLabel = "none|affine|elastic",
            defaultValue = "none",
            description =
                    "Distorts each training image anew in each epoch: affine rotates, scales, shears and shifts it;"
                            + " elastic bends it as well. Default: none.")
    private Kind kind = Kind.NONE;

    @Option(names = "--rotate", paramLabel = "DEG", description = "The largest rotation, either way. Default: 10.")
    private @Nullable Double rotation;

    @Option(
            names = "--scale",
            paramLabel = "FRACTION",
            description = "The largest change of width and of height. Default: 0.1.")
    private @Nullable Double scale;

    @Option(
            names = "--shear",
            paramLabel = "SLANT",
            description = "The largest slant, in pixels to the side for each pixel down. Default: 0.08.")
    private @Nullable Double shear;

    @Option(names = "--shift", paramLabel = "PIXELS", description = "The largest shift along each side. Default: 1.")
    private @Nullable Double shift;

    @Option(
            names = "--elastic-alpha",
            paramLabel = "PIXELS",
            description = "The strength of elastic's field of random displacements. Default: 30.")
    private @Nullable Double alpha;

    @Option(
            names = "--elastic-sigma",
            paramLabel = "PIXELS",
            description = "The standard deviation of the Gaussian that smooths that field. Default: 5.")
    private @Nullable Double sigma;

    /** The distortions by the names of the command line. */
    enum Kind {
        NONE,
        AFFINE,
        ELASTIC
    }

    /** Returns the kind's name. */
    String label() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Whether images are distorted at all. */
    boolean any() {
        return kind != Kind.NONE;
    }

    /**
     * Checks the options before the images are there.
     *
     * @throws IllegalArgumentException if one is out of range for images of any size
     */
    void check() {
        augmentation(1, 1);
    }

    /**
     * Returns the augmentation of images of this size, or null for none.
     *
     * @throws IllegalArgumentException if an option is out of range or does not belong to the kind
     */
    @Nullable
    Augmentation augmentation(int height, int width) {
        boolean affine = any();
        boolean elastic = kind == Kind.ELASTIC;
        checkBelongs("--rotate", rotation, affine, "affine or elastic");
        checkBelongs("--scale", scale, affine, "affine or elastic");
        checkBelongs("--shear", shear, affine, "affine or elastic");
        checkBelongs("--shift", shift, affine, "affine or elastic");
        checkBelongs("--elastic-alpha", alpha, elastic, "elastic");
        checkBelongs("--elastic-sigma", sigma, elastic, "elastic");
        if (!affine) {
            return null;
        }
        if (elastic && !(orElse(alpha, USUAL_ALPHA) > 0)) {
            throw new IllegalArgumentException("--elastic-alpha must be above 0, but is " + alpha);
        }
        try {
            return new Augmentation(
                    height,
                    width,
                    orElse(rotation, USUAL_ROTATION),
                    orElse(scale, USUAL_SCALE),
                    orElse(shear, USUAL_SHEAR),
                    orElse(shift, USUAL_SHIFT),
                    elastic ? orElse(alpha, USUAL_ALPHA) : 0,
                    elastic ? orElse(sigma, USUAL_SIGMA) : 0);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--augment " + label() + ": " + e.getMessage(), e);
        }
    }

    private void checkBelongs(String flag, @Nullable Double given, boolean belongs, String kinds) {
        if (given != null && !belongs) {
            throw new IllegalArgumentException(flag + " goes with --augment " + kinds + ", not with " + label());
        }
    }

    private static double orElse(@Nullable Double given, double usual) {
        return given == null ? usual : given;
    }

    /** Returns what the distortions are set to, by the names of the results; nothing for none. */
    static Map<String, Double> constants(@Nullable Augmentation augmentation) {
        Map<String, Double> constants = new LinkedHashMap<>();
        if (augmentation != null) {
            constants.put("rotate", augmentation.rotation());
            constants.put("scale", augmentation.scale());
            constants.put("shear", augmentation.shear());
            constants.put("shift", augmentation.shift());
            if (augmentation.elastic()) {
                constants.put("elastic_alpha", augmentation.elasticAlpha());
                constants.put("elastic_sigma", augmentation.elasticSigma());
            }
        }
        return constants;
    }

    /** Returns the same in one line for people. */
    String inWords(@Nullable Augmentation augmentation) {
        return label()
                + constants(augmentation).entrySet().stream()
                        .map(entry ->
                                ", " + entry.getKey().replace('_', ' ') + " " + TrainReport.shortest(entry.getValue()))
                        .collect(Collectors.joining());
    }
}
