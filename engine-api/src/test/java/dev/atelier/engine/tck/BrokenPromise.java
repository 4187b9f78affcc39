package dev.atelier.engine.tck;

import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** A promise of the SPI that a backend did not keep; {@link PromiseCase} writes its message. */
final class BrokenPromise extends AssertionFailedError {
    private static final long serialVersionUID = 1L;

    BrokenPromise(String message, String expected, String found, @Nullable Throwable cause) {
        super(message, expected, found, cause);
    }
}
