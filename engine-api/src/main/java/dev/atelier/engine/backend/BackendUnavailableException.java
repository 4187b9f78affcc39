package dev.atelier.engine.backend;

/** The backend or device that was asked for can't be used; the message is one sentence that says why. */
public final class BackendUnavailableException extends BackendException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public BackendUnavailableException(String message) {
        super(message);
    }

    /** Makes the exception. */
    public BackendUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
