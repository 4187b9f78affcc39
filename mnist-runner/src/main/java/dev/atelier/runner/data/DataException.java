package dev.atelier.runner.data;

/** Data that is missing, damaged or not what it should be; the message names the file and, where there is one, the offset. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public DataException(String message) {
        super(OneLine.of(message));
    }

    /** Makes the exception. */
    public DataException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
