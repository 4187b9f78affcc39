package dev.atelier.runner.command;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.training.StoppingRules;
import dev.atelier.engine.training.TrainingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that describe a network and how it is trained, whoever starts the run. */
final class TrainingOptions {
    @Mixin
    private final NetworkOptions network = new NetworkOptions();

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data. Default: 5; 100 for a table.")
    private @Nullable Integer epochs;

    @Option(names = "--batch-size", paramLabel = "N", description = "Samples a step. Default: 128; 32 for a table.")
    private @Nullable Integer batchSize;

    @Mixin
    private final OptimizerOptions optimizer = new OptimizerOptions();

    @Mixin
    private final AugmentationOptions augmentation = new AugmentationOptions();

    @Mixin
    private final ScheduleOptions schedule = new ScheduleOptions();

    @Mixin
    private final RegularizationOptions regularization = new RegularizationOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of weights, shuffles and distortions: the same seed gives the same network. Default: 1.")
    private long seed;

    @Mixin
    private final StoppingOptions stopping = new StoppingOptions();

    /**
     * What is taken where nothing is asked for.
     *
     * @param epochs passes over the data
     * @param batchSize samples of a step
     * @param hidden widths of the hidden layers
     */
    record Usual(int epochs, int batchSize, List<Integer> hidden) {
        /** For images. */
        static final Usual IMAGES = new Usual(5, 128, List.of(1000));

        /** For the rows of a table. */
        static final Usual TABLE =
                new Usual(TableOptions.USUAL_EPOCHS, TableOptions.USUAL_BATCH, TableOptions.USUAL_HIDDEN);
    }

    NetworkOptions network() {
        return network;
    }

    OptimizerOptions optimizer() {
        return optimizer;
    }

    AugmentationOptions augmentation() {
        return augmentation;
    }

    ScheduleOptions schedule() {
        return schedule;
    }

    RegularizationOptions regularization() {
        return regularization;
    }

    StoppingOptions stopping() {
        return stopping;
    }

    long seed() {
        return seed;
    }

    int epochs(Usual usual) {
        return epochs != null ? epochs : usual.epochs();
    }

    private int batchSize(Usual usual) {
        return batchSize != null ? batchSize : usual.batchSize();
    }

    /**
     * Returns the settings; the distortions, which depend on the images' size, are yet to be set.
     *
     * @param regression whether the targets are numbers
     * @throws IllegalArgumentException if an option is out of range or does not go with another
     */
    TrainingSettings.Builder settings(Usual usual, boolean regression) {
        augmentation.check();
        StoppingRules rules = stopping.rules();
        if (regression && (rules.patience() > 0 || rules.targetAccuracy() > 0)) {
            throw new IllegalArgumentException((rules.patience() > 0 ? "--patience" : "--target-accuracy")
                    + " counts errors of classes, but the target is a number");
        }
        int passes = epochs(usual);
        int batch = batchSize(usual);
        if (passes < 1 || batch < 1) {
            throw new IllegalArgumentException((passes < 1 ? "--epochs" : "--batch-size")
                    + " must be at least 1, but is " + Math.min(passes, batch));
        }
        TrainingSettings.Builder builder = TrainingSettings.builder()
                .epochs(passes)
                .batchSize(batch)
                .loss(network.loss(regression))
                .rule(optimizer.rule())
                .schedule(schedule.schedule(learningRate(usual, regression), passes))
                .initialization(network.initialization())
                .start(network.start())
                .seed(seed)
                .stopping(rules);
        return regularization.apply(builder, network.loss(regression));
    }

    /** Returns the learning rate before the schedule changes it. */
    double learningRate(Usual usual, boolean regression) {
        // Standardised columns are mostly far from zero, as the outputs of a layer without a threshold are.
        Activation activation = regression ? Activation.IDENTITY : network.hiddenActivation(usual.hidden());
        return optimizer.learningRate(network.loss(regression), activation, batchSize(usual));
    }
}
