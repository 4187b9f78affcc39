package dev.atelier.bench;

/** What was to be timed computes something wrong. */
public final class WrongResultException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public WrongResultException(String message) {
        super(message);
    }
}
