package dev.atelier.runner.command;

import dev.atelier.engine.network.Loss;
import dev.atelier.engine.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** The options that keep training from learning the training data by heart, or from taking too long a step. */
final class RegularizationOptions {
    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0",
            description =
                    "Drops this share of each hidden layer's units in a step; alpha dropout with selu. Default: 0.")
    private double dropout;

    @Option(
            names = "--label-smoothing",
            paramLabel = "S",
            defaultValue = "0",
            description = "Spreads this share of a target over all classes; goes with cross-entropy. Default: 0.")
    private double labelSmoothing;

    @Option(
            names = "--clip-norm",
            paramLabel = "N",
            defaultValue = "0",
            description = "Shortens the gradient of all weights to this norm where it is longer. Default: 0, never.")
    private double clipNorm;

    @Option(
            names = "--ema",
            paramLabel = "D",
            defaultValue = "0",
            description =
                    "Evaluates and saves a moving average of the weights, of which D stays in a step, such as 0.999."
                            + " Default: 0, the weights themselves.")
    private double averageDecay;

    /**
     * Hands the settings on.
     *
     * @throws IllegalArgumentException if an option is out of range or does not go with the loss
     */
    TrainingSettings.Builder apply(TrainingSettings.Builder builder, Loss loss) {
        checkShare("--dropout", dropout);
        checkShare("--label-smoothing", labelSmoothing);
        checkShare("--ema", averageDecay);
        // The layer draws in 65536ths; what rounds to all of them would drop everything.
        if (Math.round(dropout * 65536) == 65536) {
            throw new IllegalArgumentException("--dropout must be from 0 to below 1, but is " + dropout);
        }
        if (!(clipNorm >= 0 && clipNorm <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("--clip-norm must be 0 or more, but is " + clipNorm);
        }
        if (labelSmoothing > 0 && loss != Loss.CROSS_ENTROPY) {
            throw new IllegalArgumentException(
                    "--label-smoothing goes with --loss cross-entropy, not with " + loss.label());
        }
        return builder.dropout(dropout)
                .labelSmoothing(labelSmoothing)
                .clipNorm(clipNorm)
                .averageDecay(averageDecay);
    }

    /** Returns what is on, for people; empty if nothing is. */
    String label() {
        List<String> parts = new ArrayList<>();
        add(parts, "dropout", dropout);
        add(parts, "label smoothing", labelSmoothing);
        add(parts, "gradients clipped to", clipNorm);
        add(parts, "average of weights", averageDecay);
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String what, double value) {
        if (value != 0) {
            parts.add(String.format(Locale.ROOT, "%s %s", what, value));
        }
    }

    void writeJson(JsonGenerator json) {
        OutputOptions.number(json, "dropout", dropout);
        OutputOptions.number(json, "label_smoothing", labelSmoothing);
        OutputOptions.number(json, "clip_norm", clipNorm);
        OutputOptions.number(json, "ema", averageDecay);
    }

    private static void checkShare(String flag, double value) {
        if (!(value >= 0 && (float) value < 1)) {
            throw new IllegalArgumentException(flag + " must be from 0 to below 1, but is " + value);
        }
    }
}
