package dev.atelier.engine.backend;

/**
 * What a device can do at most, as measured: the two lines of its roofline. A figure is NaN where the backend does not measure
 * it.
 *
 * @param operationsPerSecond single-precision operations a second of fused multiply-adds on registers, two operations each
 * @param bytesPerSecond bytes a second that a copy from memory to memory reads and writes
 */
public record DeviceLimits(double operationsPerSecond, double bytesPerSecond) {
    /** Returns the limits of a backend that measures none. */
    public static DeviceLimits unknown() {
        return new DeviceLimits(Double.NaN, Double.NaN);
    }
}
