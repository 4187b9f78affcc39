package dev.atelier.runner;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The launcher passes standard error through a child process that leaves out one line of the JVM's. What the program said last
 * must have come out of that child before the program ends, or whoever reads it at once would miss it.
 */
final class StandardErrorFilter {
    private static final long SECONDS_TO_WAIT = 2;

    private StandardErrorFilter() {}

    /** Closes standard error and waits until the child, if there is one, has passed on all of it. */
    static void drain() {
        if (!Boolean.getBoolean("atelier.filtered")) {
            return;
        }
        System.err.close();
        ProcessHandle.current().children().forEach(child -> {
            try {
                child.onExit().get(SECONDS_TO_WAIT, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                // The child ends by itself when this process does.
            }
        });
    }
}
