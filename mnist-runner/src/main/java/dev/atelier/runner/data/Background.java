package dev.atelier.runner.data;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Work beside the caller's, each in a daemon thread of its own. The common pool has a single thread on two processors, and on JDK 25
 * everything waits for it.
 */
public final class Background {
    private Background() {}

    /** Starts {@code work} in a thread of this name. */
    public static <T> CompletableFuture<T> start(String name, Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        });
    }
}
