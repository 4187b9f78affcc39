package dev.atelier.engine.opencl.device;

import dev.atelier.engine.backend.BackendException;

/**
 * A context on one device, with an account of its memory: drivers may promise more than there is and fail, or end the process,
 * only when it is used.
 */
public final class Context extends Handle {
    private static final long MEBIBYTE = 1024 * 1024;

    private final OpenClDevice device;
    private long bytes;
    private int blocks;

    /** Makes a context. */
    public Context(OpenClDevice device) {
        super(
                "the OpenCL context on " + device.info().name(),
                device.binding().createContext(device.platform(), device.handle()));
        this.device = device;
    }

    /** Returns the context's device. */
    public OpenClDevice device() {
        return device;
    }

    /** Returns the bytes of all live buffers. */
    public long bytes() {
        return bytes;
    }

    /** Returns the number of live buffers, parts of buffers apart. */
    public int blocks() {
        return blocks;
    }

    /**
     * Makes a buffer; what it holds is undefined.
     *
     * @param label whose buffer it is, for error messages
     * @param size in bytes, at least 1
     * @throws BackendException if the device has no room for it
     */
    public Buffer createBuffer(String label, long size) {
        if (size > device.maxAllocationBytes()) {
            throw new BackendException("allocate '" + label + "': " + inMebibytes(size) + " are more than one block on "
                    + device.info().name() + " may take, " + inMebibytes(device.maxAllocationBytes())
                    + " (CL_DEVICE_MAX_MEM_ALLOC_SIZE); use a smaller tensor");
        }
        if (bytes + size > device.info().memoryBytes()) {
            throw new BackendException("allocate '" + label + "': " + inMebibytes(size) + " do not fit on "
                    + device.info().name() + ", where " + inMebibytes(bytes) + " of "
                    + inMebibytes(device.info().memoryBytes())
                    + " are taken (CL_DEVICE_GLOBAL_MEM_SIZE); use a smaller batch, network or data set");
        }
        long handle = device.binding().createBuffer(address(), size);
        bytes += size;
        blocks++;
        return new Buffer(this, label, handle, size, false);
    }

    void freed(long size) {
        bytes -= size;
        blocks--;
    }

    @Override
    void release(long handle) {
        device.binding().releaseContext(handle);
    }

    private static String inMebibytes(long size) {
        return (size + MEBIBYTE - 1) / MEBIBYTE + " MiB";
    }
}
