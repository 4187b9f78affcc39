package dev.atelier.engine.training;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.Initialization;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkWeights;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained. Made by a {@link Builder}, in which everything has a default, so that a new setting changes no caller:
 *
 * <pre>{@code
 * TrainingSettings settings = TrainingSettings.builder().epochs(10).batchSize(64).build();
 * }</pre>
 */
public final class TrainingSettings {
    private final int epochs;
    private final int batchSize;
    private final Loss loss;
    private final UpdateRule rule;
    private final LearningRateSchedule schedule;
    private final @Nullable Initialization initialization;
    private final long seed;
    private final StoppingRules stopping;
    private final @Nullable NetworkWeights start;
    private final @Nullable Augmentation augmentation;

    private TrainingSettings(Builder builder) {
        epochs = builder.epochs;
        batchSize = builder.batchSize;
        loss = builder.loss;
        rule = builder.rule;
        schedule = builder.schedule;
        initialization = builder.initialization;
        seed = builder.seed;
        stopping = builder.stopping;
        start = builder.start;
        augmentation = builder.augmentation;
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the passes over the training data, at least 1. */
    public int epochs() {
        return epochs;
    }

    /** Returns the samples of a step, at least 1; the last batch of an epoch may be smaller. */
    public int batchSize() {
        return batchSize;
    }

    /** Returns what is made small. */
    public Loss loss() {
        return loss;
    }

    /** Returns the optimiser. */
    public UpdateRule rule() {
        return rule;
    }

    /** Returns the learning rate of each step. */
    public LearningRateSchedule schedule() {
        return schedule;
    }

    /** Returns how the weights are drawn, or null for what suits each layer's activation. */
    public @Nullable Initialization initialization() {
        return initialization;
    }

    /** Returns how training images are distorted, or null if they are not. */
    public @Nullable Augmentation augmentation() {
        return augmentation;
    }

    /** Returns the seed of weights, shuffles and distortions. */
    public long seed() {
        return seed;
    }

    /** Returns when to stop early. */
    public StoppingRules stopping() {
        return stopping;
    }

    /** Returns the weights to start from, or null if they are drawn. */
    public @Nullable NetworkWeights start() {
        return start;
    }

    /** Collects the settings; each method returns the builder itself. */
    public static final class Builder {
        private int epochs = 5;
        private int batchSize = 128;
        private Loss loss = Loss.CROSS_ENTROPY;
        private UpdateRule rule = new UpdateRule.Momentum(0.9f, true, 0);
        private LearningRateSchedule schedule = LearningRateSchedule.linear(0.2).withWarmup(0.05);
        private @Nullable Initialization initialization;
        private long seed = 1;
        private StoppingRules stopping = StoppingRules.none();
        private @Nullable NetworkWeights start;
        private @Nullable Augmentation augmentation;

        private Builder() {}

        /** Sets the passes over the training data; 5 unless set. */
        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        /** Sets the samples of a step; 128 unless set. */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** Sets what is made small; the cross-entropy unless set. */
        public Builder loss(Loss value) {
            loss = value;
            return this;
        }

        /** Sets the optimiser; Nesterov's with momentum 0.9 unless set. */
        public Builder rule(UpdateRule value) {
            rule = value;
            return this;
        }

        /** Sets the learning rates; unless set, 0.2 that falls in a straight line to 0, after a warm-up of a twentieth of the run. */
        public Builder schedule(LearningRateSchedule value) {
            schedule = value;
            return this;
        }

        /** Sets how weights are drawn; what suits each layer's activation if null or not set. */
        public Builder initialization(@Nullable Initialization value) {
            initialization = value;
            return this;
        }

        /** Sets the seed of everything that is drawn; 1 unless set. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Sets when to stop early; never unless set. */
        public Builder stopping(StoppingRules value) {
            stopping = value;
            return this;
        }

        /** Sets the weights to start from, of a network of the same widths; they are drawn if null or not set. */
        public Builder start(@Nullable NetworkWeights value) {
            start = value;
            return this;
        }

        /** Sets how training images are distorted; not at all if null or not set. */
        public Builder augmentation(@Nullable Augmentation value) {
            augmentation = value;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException if one is out of range
         */
        public TrainingSettings build() {
            if (epochs < 1 || batchSize < 1) {
                throw new IllegalArgumentException(
                        "epochs and batch size must be at least 1, but are " + epochs + " and " + batchSize);
            }
            return new TrainingSettings(this);
        }
    }
}
