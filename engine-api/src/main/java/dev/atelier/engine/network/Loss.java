package dev.atelier.engine.network;

import java.util.Locale;

/** What training makes small: the mean over the samples of a batch. */
public enum Loss {
    /** Softmax of the outputs, then the negative log-probability of the right class. */
    CROSS_ENTROPY,
    /** The mean over the outputs of the squared difference to a one at the right class and zeros elsewhere. */
    MEAN_SQUARED_ERROR;

    /** Returns the name used on command lines and in files: {@code cross-entropy} or {@code mse}. */
    public String label() {
        return this == MEAN_SQUARED_ERROR
                ? "mse"
                : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
