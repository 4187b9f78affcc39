package dev.atelier.runner.checkpoint;

/** A checkpoint that can't be used; the message names the file. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public CheckpointException(String message) {
        super(message);
    }

    /** Makes the exception. */
    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
