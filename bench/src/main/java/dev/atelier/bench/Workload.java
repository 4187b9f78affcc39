package dev.atelier.bench;

import java.util.function.IntConsumer;

/** Something to time on one device; it was verified when it was set up. */
public interface Workload extends AutoCloseable {
    /** Does the work {@code times} times and waits for the device. */
    void run(int times);

    /** Returns a workload of two parts. */
    static Workload of(IntConsumer run, Runnable close) {
        return new Workload() {
            @Override
            public void run(int times) {
                run.accept(times);
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    @Override
    void close();
}
