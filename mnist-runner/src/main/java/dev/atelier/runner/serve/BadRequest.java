package dev.atelier.runner.serve;

import dev.atelier.runner.data.OneLine;

/** A request that is refused, with the HTTP status that says so and one line on why. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    BadRequest(int status, String message) {
        super(OneLine.of(message));
        this.status = status;
    }

    BadRequest(int status, String message, Throwable cause) {
        super(OneLine.of(message), cause);
        this.status = status;
    }

    /** Returns the HTTP status, such as 403. */
    int status() {
        return status;
    }
}
