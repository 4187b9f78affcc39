package dev.atelier.runner.command;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.network.Loss;
import java.util.Locale;

/**
 * The learning rate when none is given: 0.2, found by trying 0.1 to 0.4 on 784-1000-10 and MNIST over two epochs with the other
 * settings as they are by default, and scaled for what else is chosen.
 */
final class UsualLearningRate {
    /** For Nesterov momentum, ReLU, cross-entropy and {@link #BATCH}. */
    private static final double RATE = 0.2;

    private static final int BATCH = 128;

    /** Of optimisers that divide by the root of a mean square, whose steps do not depend on the size of gradients (Kingma and Ba 2015). */
    static final double ADAPTIVE = 0.001;

    /** Momentum 0.9 makes steps up to ten times as long; without it, half of that did best. */
    private static final double WITHOUT_MOMENTUM = 5;

    /**
     * The squared error's curvature grows with the squares of the hidden outputs and does not flatten as the softmax does.
     * Where most outputs are far from zero, steps longer than about 0.02 diverge.
     */
    private static final double SQUARED_ERROR_OF_DENSE_OUTPUTS = 0.05;

    /** The sigmoid's slope is 1/4 at most; 2.5 did better than 1, 1.5, 4 and 6. */
    private static final double SIGMOID = 2.5;

    /** SELU passes on more than ReLU does; at 1.5 it diverges. */
    private static final double SELU = 0.85;

    private UsualLearningRate() {}

    /** Returns the rate; the noise of a gradient falls with the root of the batch size, so the rate grows with it. */
    static double of(boolean momentum, Loss loss, Activation activation, int batchSize) {
        double rate = RATE * Math.sqrt((double) batchSize / BATCH);
        rate *= momentum ? 1 : WITHOUT_MOMENTUM;
        rate *= factor(loss, activation);
        // Three digits are as much as a person would write.
        return Double.parseDouble(String.format(Locale.ROOT, "%.3g", rate));
    }

    private static double factor(Loss loss, Activation activation) {
        if (loss == Loss.CROSS_ENTROPY) {
            return activation == Activation.SIGMOID ? SIGMOID : activation == Activation.SELU ? SELU : 1;
        }
        return switch (activation) {
            case RELU, LEAKY_RELU, GELU, SILU -> 1;
            case IDENTITY, SIGMOID, TANH, ELU, SELU, SOFTPLUS -> SQUARED_ERROR_OF_DENSE_OUTPUTS;
        };
    }
}
