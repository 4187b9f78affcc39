package dev.atelier.engine.backend;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is to be released together, the last first. One that fails keeps none of the others from being released: a device that is lost
 * refuses many calls, and what can be freed is to be freed nevertheless.
 */
public final class Releases implements AutoCloseable {
    private final Deque<Runnable> pending = new ArrayDeque<>();

    /** Adds a release, to be run before those that were added earlier. */
    public void add(Runnable release) {
        pending.push(release);
    }

    /** Runs all releases, each once, and then throws the first failure, which carries the others as suppressed ones. */
    @Override
    public void close() {
        RuntimeException failure = runAll();
        if (failure != null) {
            throw failure;
        }
    }

    /** Runs all releases after {@code cause}, which carries their failures as suppressed ones and is the caller's to throw. */
    public void closeAfter(Throwable cause) {
        RuntimeException failure = runAll();
        if (failure != null) {
            cause.addSuppressed(failure);
        }
    }

    private @Nullable RuntimeException runAll() {
        RuntimeException first = null;
        while (!pending.isEmpty()) {
            try {
                pending.pop().run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            }
        }
        return first;
    }
}
