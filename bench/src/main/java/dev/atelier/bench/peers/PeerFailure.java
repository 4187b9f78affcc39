package dev.atelier.bench.peers;

/** A peer did not do its job; the message says why in one line. */
final class PeerFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean wrongResult;

    /**
     * Makes the failure.
     *
     * @param wrongResult whether the peer ran but did not learn what it should have
     */
    PeerFailure(boolean wrongResult, String message) {
        super(message);
        this.wrongResult = wrongResult;
    }

    /** Whether the peer ran but did not learn what it should have. */
    boolean wrongResult() {
        return wrongResult;
    }

    /** Returns the reason. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
