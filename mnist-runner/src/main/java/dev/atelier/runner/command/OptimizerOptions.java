package dev.atelier.runner.command;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.Loss;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how weights are changed. */
final class OptimizerOptions {
    private static final double USUAL_MOMENTUM = 0.9;
    private static final double USUAL_BETA_1 = 0.9;
    private static final double USUAL_BETA_2 = 0.999;
    private static final double USUAL_RMS_DECAY = 0.99;
    private static final double USUAL_EPSILON = 1e-8;

    @Option(
            names = "--optimizer",
            paramLabel = "sgd|momentum|nesterov|rmsprop|adam|adamw",
            defaultValue = "nesterov",
            description = "How weights are changed. Default: nesterov.")
    private Kind kind = Kind.NESTEROV;

    @Option(names = "--momentum", paramLabel = "M", description = "Momentum, from 0 to below 1. Default: 0.9.")
    private @Nullable Double momentum;

    @Option(
            names = "--beta1",
            paramLabel = "B",
            description =
                    "How much of adam's and adamw's mean of gradients stays in a step, from 0 to below 1. Default:"
                            + " 0.9.")
    private @Nullable Double beta1;

    @Option(
            names = "--beta2",
            paramLabel = "B",
            description = "The same of their mean of squared gradients. Default: 0.999.")
    private @Nullable Double beta2;

    @Option(
            names = "--rms-decay",
            paramLabel = "D",
            description = "The same of rmsprop's mean of squared gradients. Default: 0.99.")
    private @Nullable Double rmsDecay;

    @Option(
            names = "--epsilon",
            paramLabel = "E",
            description = "What rmsprop, adam and adamw add to the root they divide by. Default: 1e-8.")
    private @Nullable Double epsilon;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "The learning rate. Default: 0.2 at batch 128, scaled for other batches, losses and"
                    + " optimisers; 0.001 for rmsprop, adam and adamw.")
    private @Nullable Double learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "L2",
            defaultValue = "0",
            description = "Added to the gradient as L2, or decoupled from it by adamw. Default: 0.")
    private double weightDecay;

    /** The optimisers by the names of the command line. */
    enum Kind {
        SGD,
        MOMENTUM,
        NESTEROV,
        RMSPROP,
        ADAM,
        ADAMW;

        boolean hasMomentum() {
            return this == MOMENTUM || this == NESTEROV;
        }

        boolean hasBetas() {
            return this == ADAM || this == ADAMW;
        }

        /** Whether steps are divided by the root of a mean square. */
        boolean isAdaptive() {
            return this == RMSPROP || hasBetas();
        }
    }

    /** Returns the optimiser's name. */
    String label() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the momentum, 0 where there is none. */
    double momentum() {
        return kind.hasMomentum() ? orElse(momentum, USUAL_MOMENTUM) : 0;
    }

    /** Returns what else the optimiser is set to, by the names of the results. */
    Map<String, Double> constants() {
        Map<String, Double> constants = new LinkedHashMap<>();
        if (kind.hasBetas()) {
            constants.put("beta1", orElse(beta1, USUAL_BETA_1));
            constants.put("beta2", orElse(beta2, USUAL_BETA_2));
        }
        if (kind == Kind.RMSPROP) {
            constants.put("rms_decay", orElse(rmsDecay, USUAL_RMS_DECAY));
        }
        if (kind.isAdaptive()) {
            constants.put("epsilon", orElse(epsilon, USUAL_EPSILON));
        }
        return constants;
    }

    private static double orElse(@Nullable Double given, double usual) {
        return given == null ? usual : given;
    }

    double weightDecay() {
        return weightDecay;
    }

    /**
     * Returns the optimiser.
     *
     * @throws IllegalArgumentException if an option is out of range
     */
    UpdateRule rule() {
        checkBelongs("--momentum", momentum, kind.hasMomentum(), "momentum or nesterov");
        checkBelongs("--beta1", beta1, kind.hasBetas(), "adam or adamw");
        checkBelongs("--beta2", beta2, kind.hasBetas(), "adam or adamw");
        checkBelongs("--rms-decay", rmsDecay, kind == Kind.RMSPROP, "rmsprop");
        checkBelongs("--epsilon", epsilon, kind.isAdaptive(), "rmsprop, adam or adamw");
        if (!(weightDecay >= 0 && weightDecay <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("--weight-decay must be 0 or more, but is " + weightDecay);
        }
        float decay = (float) weightDecay;
        return switch (kind) {
            case SGD -> new UpdateRule.Sgd(decay);
            case MOMENTUM, NESTEROV ->
                new UpdateRule.Momentum(share("--momentum", momentum()), kind == Kind.NESTEROV, decay);
            case RMSPROP ->
                new UpdateRule.RmsProp(
                        share("--rms-decay", orElse(rmsDecay, USUAL_RMS_DECAY)), checkedEpsilon(), decay);
            case ADAM -> new UpdateRule.Adam(checkedBeta1(), checkedBeta2(), checkedEpsilon(), decay);
            case ADAMW -> new UpdateRule.AdamW(checkedBeta1(), checkedBeta2(), checkedEpsilon(), decay);
        };
    }

    private void checkBelongs(String flag, @Nullable Double given, boolean belongs, String optimizers) {
        if (given != null && !belongs) {
            throw new IllegalArgumentException(flag + " goes with --optimizer " + optimizers + ", not with " + label());
        }
    }

    private float checkedBeta1() {
        return share("--beta1", orElse(beta1, USUAL_BETA_1));
    }

    private float checkedBeta2() {
        return share("--beta2", orElse(beta2, USUAL_BETA_2));
    }

    private float checkedEpsilon() {
        double value = orElse(epsilon, USUAL_EPSILON);
        if (!((float) value > 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("--epsilon must be a number above 0, but is " + value);
        }
        return (float) value;
    }

    private static float share(String flag, double value) {
        if (!(value >= 0 && (float) value < 1)) {
            throw new IllegalArgumentException(flag + " must be from 0 to below 1, but is " + value);
        }
        return (float) value;
    }

    /** Returns the learning rate: the one given, or {@link UsualLearningRate}. */
    double learningRate(Loss loss, Activation activation, int batchSize) {
        return learningRate != null
                ? learningRate
                : kind.isAdaptive()
                        ? UsualLearningRate.ADAPTIVE
                        : UsualLearningRate.of(kind != Kind.SGD, loss, activation, batchSize);
    }
}
