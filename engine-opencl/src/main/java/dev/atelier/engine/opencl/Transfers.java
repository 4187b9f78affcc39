package dev.atelier.engine.opencl;

import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.Queue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies arrays to and from the device through one direct buffer: handing a Java array to the driver would hold up the garbage
 * collector for as long as the copy takes.
 */
final class Transfers {
    /** Large enough to hide a call's cost (20 microseconds on PoCL) behind the copy, small enough for a cache. */
    private static final int CHUNK_BYTES = 1 << 20;

    private final Queue queue;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.nativeOrder());

    Transfers(Queue queue) {
        this.queue = queue;
    }

    void upload(Buffer target, float[] source) {
        int step = CHUNK_BYTES / Float.BYTES;
        for (int start = 0; start < source.length; start += step) {
            int count = Math.min(step, source.length - start);
            chunk.clear().asFloatBuffer().put(source, start, count);
            queue.write(target, (long) start * Float.BYTES, chunk.limit(count * Float.BYTES));
        }
    }

    void upload(Buffer target, int[] source) {
        int step = CHUNK_BYTES / Integer.BYTES;
        for (int start = 0; start < source.length; start += step) {
            int count = Math.min(step, source.length - start);
            chunk.clear().asIntBuffer().put(source, start, count);
            queue.write(target, (long) start * Integer.BYTES, chunk.limit(count * Integer.BYTES));
        }
    }

    void upload(Buffer target, byte[] source) {
        for (int start = 0; start < source.length; start += CHUNK_BYTES) {
            int count = Math.min(CHUNK_BYTES, source.length - start);
            chunk.clear().put(source, start, count).flip();
            queue.write(target, start, chunk);
        }
    }

    void download(Buffer source, float[] target) {
        int step = CHUNK_BYTES / Float.BYTES;
        for (int start = 0; start < target.length; start += step) {
            int count = Math.min(step, target.length - start);
            queue.read(source, (long) start * Float.BYTES, chunk.clear().limit(count * Float.BYTES));
            chunk.asFloatBuffer().get(target, start, count);
        }
    }

    void download(Buffer source, int[] target) {
        int step = CHUNK_BYTES / Integer.BYTES;
        for (int start = 0; start < target.length; start += step) {
            int count = Math.min(step, target.length - start);
            queue.read(source, (long) start * Integer.BYTES, chunk.clear().limit(count * Integer.BYTES));
            chunk.asIntBuffer().get(target, start, count);
        }
    }
}
