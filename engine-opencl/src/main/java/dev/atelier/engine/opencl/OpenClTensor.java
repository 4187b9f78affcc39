package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Releases;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.Buffer;
import java.util.List;

/** A tensor in one buffer, row-major and contiguous. */
final class OpenClTensor extends Tensor {
    private final Buffer buffer;
    private final List<OpenClTensor> parts;

    /**
     * Makes a tensor.
     *
     * @param parts the parts that lie in its memory, when it is the whole of a slab
     */
    OpenClTensor(
            Arena arena, String label, DType dtype, int rows, int columns, Buffer buffer, List<OpenClTensor> parts) {
        super(arena, label, dtype, rows, columns);
        this.buffer = buffer;
        this.parts = parts;
    }

    Buffer buffer() {
        return buffer;
    }

    /** Returns a slab's parts if this is its whole, else nothing. */
    List<OpenClTensor> parts() {
        return parts;
    }

    /** Whether the two share memory: they are the same, or one is a part of the other. */
    boolean overlaps(OpenClTensor other) {
        return this == other || parts.contains(other) || other.parts.contains(this);
    }

    void release() {
        Releases releases = new Releases();
        releases.add(buffer::close);
        parts.forEach(part -> releases.add(part.buffer::close));
        releases.close();
    }
}
