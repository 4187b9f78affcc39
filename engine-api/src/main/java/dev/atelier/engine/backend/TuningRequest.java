package dev.atelier.engine.backend;

/**
 * How to tune.
 *
 * @param again whether to forget what was stored for the device and to begin anew
 * @param seconds the time after which no further candidate is begun with, positive
 */
public record TuningRequest(boolean again, double seconds) {
    /** Checks the time. */
    public TuningRequest {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("the time must be positive, but is " + seconds);
        }
    }
}
