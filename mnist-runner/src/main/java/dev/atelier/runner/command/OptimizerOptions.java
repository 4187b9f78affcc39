package dev.atelier.runner.command;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.training.LearningRateSchedule;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how weights are changed. */
final class OptimizerOptions {
    private static final double USUAL_MOMENTUM = 0.9;

    @Option(
            names = "--optimizer",
            paramLabel = "sgd|momentum|nesterov",
            defaultValue = "nesterov",
            description = "How weights are changed. Default: nesterov.")
    private Kind kind = Kind.NESTEROV;

    @Option(names = "--momentum", paramLabel = "M", description = "Momentum, from 0 to below 1. Default: 0.9.")
    private @Nullable Double momentum;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "The learning rate. Default: 0.2 at batch 128, scaled for other batches, losses and"
                    + " optimisers.")
    private @Nullable Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "constant|linear",
            defaultValue = "linear",
            description = "Whether the learning rate stays as it is or falls to 0 over the run. Default: linear.")
    private Schedule schedule = Schedule.LINEAR;

    @Option(
            names = "--warmup",
            paramLabel = "FRACTION",
            defaultValue = "0.05",
            description = "The part of the run in which the learning rate rises from 0. Default: 0.05.")
    private double warmup;

    @Option(names = "--weight-decay", paramLabel = "L2", defaultValue = "0", description = "Default: 0.")
    private double weightDecay;

    /** The optimisers by the names of the command line. */
    enum Kind {
        SGD,
        MOMENTUM,
        NESTEROV
    }

    /** The schedules by the names of the command line. */
    enum Schedule {
        CONSTANT,
        LINEAR
    }

    /** Returns the optimiser's name. */
    String label() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the schedule's name. */
    String scheduleLabel() {
        return schedule.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the momentum, 0 for plain gradient descent. */
    double momentum() {
        return kind == Kind.SGD ? 0 : momentum == null ? USUAL_MOMENTUM : momentum;
    }

    double warmup() {
        return warmup;
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
        if (kind == Kind.SGD && momentum != null) {
            throw new IllegalArgumentException("--momentum goes with --optimizer momentum or nesterov, not with sgd");
        }
        if (!(momentum() >= 0 && momentum() < 1)) {
            throw new IllegalArgumentException("--momentum must be from 0 to below 1, but is " + momentum());
        }
        if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
            throw new IllegalArgumentException("--weight-decay must be 0 or more, but is " + weightDecay);
        }
        return kind == Kind.SGD
                ? new UpdateRule.Sgd((float) weightDecay)
                : new UpdateRule.Momentum((float) momentum(), kind == Kind.NESTEROV, (float) weightDecay);
    }

    /** Returns the learning rate: the one given, or {@link UsualLearningRate}. */
    double learningRate(Loss loss, Activation activation, int batchSize) {
        return learningRate != null
                ? learningRate
                : UsualLearningRate.of(kind != Kind.SGD, loss, activation, batchSize);
    }

    /**
     * Returns the learning rates of a run.
     *
     * @throws IllegalArgumentException if an option is out of range
     */
    LearningRateSchedule schedule(double rate) {
        if (!(rate > 0 && rate <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("--lr must be a number above 0, but is " + rate);
        }
        if (!(warmup >= 0 && warmup <= 1)) {
            throw new IllegalArgumentException("--warmup must be from 0 to 1, but is " + warmup);
        }
        LearningRateSchedule plain =
                schedule == Schedule.LINEAR ? LearningRateSchedule.linear(rate) : LearningRateSchedule.constant(rate);
        return plain.withWarmup(warmup);
    }
}
