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
    private final double dropout;
    private final double labelSmoothing;
    private final double clipNorm;
    private final double averageDecay;
    private final boolean persistent;

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
        dropout = builder.dropout;
        labelSmoothing = builder.labelSmoothing;
        clipNorm = builder.clipNorm;
        averageDecay = builder.averageDecay;
        persistent = builder.persistent;
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

    /** Returns the share of each hidden layer's units that a step drops, from 0 to below 1. */
    public double dropout() {
        return dropout;
    }

    /** Returns the share of a target that is spread over all classes, from 0 to below 1. */
    public double labelSmoothing() {
        return labelSmoothing;
    }

    /** Returns the norm that a step's gradient is shortened to where it is longer, or 0 if it never is. */
    public double clipNorm() {
        return clipNorm;
    }

    /** Returns how much of the weights' moving average stays in a step, or 0 if the weights themselves are evaluated. */
    public double averageDecay() {
        return averageDecay;
    }

    /** Whether a launch does many steps. */
    public boolean persistent() {
        return persistent;
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
        private double dropout;
        private double labelSmoothing;
        private double clipNorm;
        private double averageDecay;
        private boolean persistent;

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
         * Sets the share of each hidden layer's units that a step drops, from 0 to below 1; alpha dropout where the activation is SELU.
         * None unless set.
         */
        public Builder dropout(double value) {
            dropout = value;
            return this;
        }

        /** Sets the share of a target that is spread over all classes, from 0 to below 1; 0 unless set. */
        public Builder labelSmoothing(double value) {
            labelSmoothing = value;
            return this;
        }

        /** Sets the Euclidean norm that the gradient of all parameters is shortened to where it is longer; 0, unless set, is never. */
        public Builder clipNorm(double value) {
            clipNorm = value;
            return this;
        }

        /**
         * Sets the decay of an exponential moving average of the weights, from 0 to below 1: what is evaluated and returned is the
         * average. In step {@code t} the decay is {@code min(value, (1 + t) / (10 + t))}, so that the average forgets the initial weights
         * soon. 0, unless set, is the weights themselves.
         */
        public Builder averageDecay(double value) {
            averageDecay = value;
            return this;
        }

        /**
         * Sets whether a launch does many steps, with the weights on the chip ({@link dev.atelier.engine.backend.Backend#recordRepeated}):
         * for a network with one hidden layer and the cross-entropy, without what looks at a step from outside. The run is asked to stop,
         * and saved, between two launches. Not unless set.
         */
        public Builder persistent(boolean value) {
            persistent = value;
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
            checkShare("dropout", dropout);
            checkShare("label smoothing", labelSmoothing);
            checkShare("the decay of the average", averageDecay);
            if (!(clipNorm >= 0 && clipNorm <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("the norm to clip to must be 0 or more, but is " + clipNorm);
            }
            if (labelSmoothing > 0 && loss != Loss.CROSS_ENTROPY) {
                throw new IllegalArgumentException(
                        "label smoothing goes with the cross-entropy, not with " + loss.label());
            }
            if (persistent) {
                checkPersistent();
            }
            return new TrainingSettings(this);
        }

        private void checkPersistent() {
            String other = null;
            if (loss != Loss.CROSS_ENTROPY) {
                other = "the loss " + loss.label();
            } else if (dropout > 0) {
                other = "dropout";
            } else if (labelSmoothing > 0) {
                other = "label smoothing";
            } else if (clipNorm > 0) {
                other = "clipping of gradients";
            } else if (averageDecay > 0) {
                other = "an average of the weights";
            } else if (augmentation != null) {
                other = "distorted images";
            } else if (stopping.measuresSteps()) {
                other = "a rule that measures steps";
            }
            if (other != null) {
                throw new IllegalArgumentException("many steps in one launch do not go with " + other);
            }
        }

        private static void checkShare(String what, double value) {
            if (!(value >= 0 && (float) value < 1)) {
                throw new IllegalArgumentException(what + " must be from 0 to below 1, but is " + value);
            }
        }
    }
}
