package dev.atelier.runner.checkpoint;

import dev.atelier.runner.data.OneLine;

/** A checkpoint that can't be used; the message names the file. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public CheckpointException(String message) {
        super(OneLine.of(message));
    }

    /** Makes the exception. */
    public CheckpointException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
