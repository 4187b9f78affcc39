package dev.atelier.runner.model;

import dev.atelier.runner.data.OneLine;

/** A model file that can't be read, or is not one; the message names the file. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public ModelException(String message) {
        super(OneLine.of(message));
    }

    /** Makes the exception. */
    public ModelException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
