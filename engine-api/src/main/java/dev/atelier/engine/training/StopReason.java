package dev.atelier.engine.training;

import java.util.Locale;

/** Why a run ended. */
public enum StopReason {
    /** All epochs were done. */
    EPOCHS,
    /** The error on held-out data no longer fell. */
    PATIENCE,
    /** A step hardly changed the weights. */
    WEIGHT_CHANGE,
    /** The gradient was close to zero. */
    GRAD_NORM,
    /** The target accuracy was reached. */
    TARGET,
    /** The time was over. */
    TIME,
    /** {@link Trainer#requestStop()} was called. */
    INTERRUPT;

    /** Returns the name used in results, such as {@code weight-change}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
