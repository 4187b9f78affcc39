package dev.atelier.engine.opencl.device;

import dev.atelier.engine.opencl.binding.OpenClBinding;
import java.nio.ByteBuffer;

/** An in-order queue, which counts what goes through it. */
public final class Queue extends Handle {
    private final OpenClBinding binding;
    private long launches;
    private long waits;
    private long bytesWritten;
    private long bytesRead;

    /** Makes a queue. */
    public Queue(Context context) {
        super(
                "the OpenCL queue on " + context.device().info().name(),
                context.device()
                        .binding()
                        .createQueue(context.address(), context.device().handle()));
        this.binding = context.device().binding();
    }

    /** Enqueues a kernel with the arguments bound to it now. */
    public void enqueue(Kernel kernel, NdRange range) {
        binding.enqueue(address(), kernel.bound(), range.globalX(), range.globalY(), range.localX(), range.localY());
        launches++;
    }

    /** Copies the remaining bytes of a direct buffer to {@code target} from {@code offset} on, and waits. */
    public void write(Buffer target, long offset, ByteBuffer source) {
        requireDirect(source);
        target.checkRange(offset, source.remaining());
        waits++;
        bytesWritten += source.remaining();
        binding.write(address(), target.address(), offset, source);
    }

    /** Fills the remaining bytes of a direct buffer out of {@code source} from {@code offset} on, and waits. */
    public void read(Buffer source, long offset, ByteBuffer target) {
        requireDirect(target);
        source.checkRange(offset, target.remaining());
        waits++;
        bytesRead += target.remaining();
        binding.read(address(), source.address(), offset, target);
    }

    /** Hands what was enqueued to the device. */
    public void flush() {
        binding.flush(address());
    }

    /** Waits until everything enqueued is done. */
    public void finish() {
        waits++;
        binding.finish(address());
    }

    /** Returns what went through the queue since it was made. */
    public QueueCounters counters() {
        return new QueueCounters(launches, waits, bytesWritten, bytesRead);
    }

    @Override
    void release(long handle) {
        binding.releaseQueue(handle);
    }

    private static void requireDirect(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("transfers need a direct buffer");
        }
    }
}
