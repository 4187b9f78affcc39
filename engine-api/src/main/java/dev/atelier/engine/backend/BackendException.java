package dev.atelier.engine.backend;

/** A device fault: the message names the API call, the symbolic error code and, where there is one, the build log. */
public class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public BackendException(String message) {
        super(message);
    }

    /** Makes the exception. */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
