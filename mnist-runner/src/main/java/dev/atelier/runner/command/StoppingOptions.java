package dev.atelier.runner.command;

import dev.atelier.engine.training.StoppingRules;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that end a run early. */
final class StoppingOptions {
    /** With patience and no size given, one training image in six is held out: 10,000 of MNIST's. */
    private static final int USUAL_VALIDATION_SHARE = 6;

    @Option(
            names = "--val-size",
            paramLabel = "N",
            description = "Holds out the last N training images for validation. Default: 0; a sixth with --patience.")
    private @Nullable Integer validationSize;

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            defaultValue = "0",
            description = "Stops when the error on held-out images has not fallen for so many epochs, and returns to"
                    + " the best weights.")
    private int patience;

    @Option(
            names = "--stop-weight-change",
            paramLabel = "EPS",
            defaultValue = "0",
            description = "Stops when a step changes the weights by less than this (Euclidean norm).")
    private double weightChange;

    @Option(
            names = "--stop-grad-norm",
            paramLabel = "EPS",
            defaultValue = "0",
            description = "Stops when a batch's gradient is smaller than this (Euclidean norm).")
    private double gradientNorm;

    @Option(
            names = "--target-accuracy",
            paramLabel = "A",
            defaultValue = "0",
            description = "Stops when this fraction of the test images is right; exit code 7 if it never is.")
    private double targetAccuracy;

    @Option(
            names = "--max-time",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Stops after so many seconds of training.")
    private double maxSeconds;

    double targetAccuracy() {
        return targetAccuracy;
    }

    /**
     * Returns the rules.
     *
     * @throws IllegalArgumentException if an option is out of range
     */
    StoppingRules rules() {
        requireNotNegative("--patience", patience);
        requireNotNegative("--stop-weight-change", weightChange);
        requireNotNegative("--stop-grad-norm", gradientNorm);
        requireNotNegative("--max-time", maxSeconds);
        if (!(targetAccuracy >= 0 && targetAccuracy <= 1)) {
            throw new IllegalArgumentException(
                    "--target-accuracy must be a fraction from 0 to 1, but is " + targetAccuracy);
        }
        if (validationSize != null) {
            requireNotNegative("--val-size", validationSize);
            if (patience > 0 && validationSize == 0) {
                throw new IllegalArgumentException("--patience needs held-out images: --val-size must be at least 1");
            }
        }
        return new StoppingRules(patience, weightChange, gradientNorm, targetAccuracy, maxSeconds);
    }

    /**
     * Returns how many of so many training images are held out.
     *
     * @throws IllegalArgumentException if none are left to train on
     */
    int validationSize(int images) {
        int size = validationSize != null ? validationSize : patience > 0 ? images / USUAL_VALIDATION_SHARE : 0;
        if (size >= images) {
            throw new IllegalArgumentException(
                    "--val-size " + size + " leaves none of the " + images + " training images to train on");
        }
        if (size == 0 && patience > 0) {
            throw new IllegalArgumentException("--patience needs held-out images, but there are only " + images
                    + " training images; give --val-size");
        }
        return size;
    }

    private static void requireNotNegative(String option, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(option + " must be 0 or more, but is " + value);
        }
    }
}
