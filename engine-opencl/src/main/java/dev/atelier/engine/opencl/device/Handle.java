package dev.atelier.engine.opencl.device;

/** A handle with an owner: it can't be used after it is closed, and closing twice does nothing. */
public abstract class Handle implements AutoCloseable {
    private final String description;
    private final long address;
    private boolean open = true;

    /** Takes ownership of a handle. */
    Handle(String description, long address) {
        this.description = description;
        this.address = address;
    }

    /**
     * Returns the handle.
     *
     * @throws IllegalStateException if the object is closed
     */
    final long address() {
        checkOpen();
        return address;
    }

    /**
     * Checks that the object can be used.
     *
     * @throws IllegalStateException if the object is closed
     */
    final void checkOpen() {
        if (!open) {
            throw new IllegalStateException(description + " was used after it was closed");
        }
    }

    /** Whether {@link #close()} has not been called. */
    public final boolean isOpen() {
        return open;
    }

    /** Releases the handle; closing twice does nothing. */
    @Override
    public final void close() {
        if (open) {
            open = false;
            release(address);
        }
    }

    @Override
    public final String toString() {
        return description;
    }

    /** Releases the handle; called once. */
    abstract void release(long handle);
}
