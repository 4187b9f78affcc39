package dev.atelier.engine.opencl.device;

/**
 * What went through a queue since it was made.
 *
 * @param launches kernels enqueued
 * @param waits times the host waited for the device: transfers and synchronisations
 * @param bytesWritten bytes copied to the device
 * @param bytesRead bytes copied from the device
 */
public record QueueCounters(long launches, long waits, long bytesWritten, long bytesRead) {
    /** Returns what was added since {@code earlier}. */
    public QueueCounters since(QueueCounters earlier) {
        return new QueueCounters(
                launches - earlier.launches,
                waits - earlier.waits,
                bytesWritten - earlier.bytesWritten,
                bytesRead - earlier.bytesRead);
    }
}
