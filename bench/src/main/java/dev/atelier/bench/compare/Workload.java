package dev.atelier.bench.compare;

/** Something to time on one device; it was verified when it was set up. */
interface Workload extends AutoCloseable {
    /** Does the work {@code times} times and waits for the device. */
    void run(int times);

    @Override
    void close();
}
