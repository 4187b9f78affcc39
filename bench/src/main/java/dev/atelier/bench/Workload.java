package dev.atelier.bench;

/** Something to time; it was verified when it was set up. */
public interface Workload extends AutoCloseable {
    /** Does the work {@code times} times and waits until that is done. */
    void run(int times);

    @Override
    void close();
}
