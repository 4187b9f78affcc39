package dev.atelier.engine.backend;

/**
 * One device that a backend can compute on.
 *
 * @param backend the provider's name, such as {@code opencl}
 * @param index the device's number within its backend, from 0
 * @param name the device's own name
 * @param kind GPU or CPU
 * @param driver platform, driver and version in one line
 * @param computeUnits cores, or what the device calls compute units
 * @param memoryBytes the memory that tensors may take in all
 * @param preference how gladly {@code auto} takes the device; the highest wins, 0 or more
 */
public record DeviceInfo(
        String backend,
        int index,
        String name,
        Kind kind,
        String driver,
        int computeUnits,
        long memoryBytes,
        int preference) {
    /** What a device is. */
    public enum Kind {
        /** A graphics processor. */
        GPU,
        /** A general-purpose processor. */
        CPU,
        /** Anything else, such as an FPGA or a simulator. */
        ACCELERATOR
    }

    /** Preference of a GPU. */
    public static final int PREFER_GPU = 100;
    /** Preference of a backend written for the CPU. */
    public static final int PREFER_NATIVE_CPU = 50;
    /** Preference of a portable driver that runs on the CPU. */
    public static final int PREFER_PORTABLE_CPU = 10;

    /** Returns the identifier that {@code --device} takes, such as {@code opencl:0}. */
    public String id() {
        return backend + ":" + index;
    }
}
