package dev.atelier.engine.opencl.device;

/** Device memory, or a part of another buffer, which must be closed before the whole. */
public final class Buffer extends Handle {
    private final Context context;
    private final long size;
    private final boolean part;

    Buffer(Context context, String label, long handle, long size, boolean part) {
        super("the device memory of '" + label + "'", handle);
        this.context = context;
        this.size = size;
        this.part = part;
    }

    /** Whether this is a part of another buffer. */
    public boolean isPart() {
        return part;
    }

    /** Returns the size in bytes. */
    public long size() {
        return size;
    }

    /**
     * Returns a part.
     *
     * @param offset in bytes, a multiple of the device's alignment
     * @throws IllegalArgumentException if the part does not lie inside the buffer or is not aligned
     */
    public Buffer part(String label, long offset, long partSize) {
        checkRange(offset, partSize);
        if (offset % context.device().alignmentBytes() != 0) {
            throw new IllegalArgumentException(this + ": a part can't start at byte " + offset
                    + ", which is not a multiple of " + context.device().alignmentBytes());
        }
        long handle = context.device().binding().createSubBuffer(address(), offset, partSize);
        return new Buffer(context, label, handle, partSize, true);
    }

    void checkRange(long offset, long length) {
        if (offset < 0 || length < 1 || offset > size - length) {
            throw new IllegalArgumentException(
                    this + ": bytes " + offset + " to " + (offset + length) + " are outside of its " + size);
        }
    }

    @Override
    void release(long handle) {
        if (!part) {
            context.freed(size);
        }
        context.device().binding().releaseBuffer(handle);
    }
}
