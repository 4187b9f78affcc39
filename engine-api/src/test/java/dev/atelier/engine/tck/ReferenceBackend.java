package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The plainest backend that keeps every promise, and an example of how small a backend can be: Java arrays and loops, sums in
 * double precision. Not fast.
 */
public class ReferenceBackend extends Backend {
    /** Parts of a slab start at multiples of this, so that there is padding to be kept at zero. */
    private static final int ALIGNMENT = 16;

    private static final DeviceInfo DEVICE =
            new DeviceInfo("reference", 0, "reference", DeviceInfo.Kind.CPU, "Java loops", 1, 1L << 30, 0);

    private int liveBlocks;

    /** Opens the backend. */
    public ReferenceBackend() {
        super(DEVICE);
    }

    @Override
    public String description() {
        return "reference backend: Java loops in double precision";
    }

    /** Returns how many blocks were made and not yet released. */
    int liveBlocks() {
        return liveBlocks;
    }

    @Override
    protected Ops createOps() {
        return new ReferenceOps();
    }

    @Override
    protected Tensor createTensor(Arena arena, String label, DType dtype, int rows, int columns) {
        liveBlocks++;
        return new ReferenceTensor(arena, label, dtype, rows, columns);
    }

    @Override
    protected Slab createSlab(Arena arena, String label, List<Slab.Entry> entries) {
        liveBlocks++;
        int size = entries.stream().mapToInt(ReferenceBackend::aligned).sum();
        ReferenceTensor whole = new ReferenceTensor(arena, label, DType.F32, 1, size);
        List<Tensor> parts = new ArrayList<>();
        int start = 0;
        for (Slab.Entry entry : entries) {
            parts.add(new ReferenceTensor(whole, entry.label(), entry.rows(), entry.columns(), start));
            start += aligned(entry);
        }
        return new Slab(parts, whole);
    }

    @Override
    protected void releaseTensor(Tensor tensor) {
        liveBlocks--;
    }

    @Override
    protected long bytesOf(Tensor tensor) {
        return (long) tensor.size() * tensor.dtype().bytes();
    }

    @Override
    protected void upload(Tensor tensor, float[] source) {
        ReferenceTensor target = (ReferenceTensor) tensor;
        System.arraycopy(source, 0, target.floats, target.offset, source.length);
    }

    @Override
    protected void upload(Tensor tensor, int[] source) {
        System.arraycopy(source, 0, ((ReferenceTensor) tensor).integers, 0, source.length);
    }

    @Override
    protected void upload(Tensor tensor, byte[] source) {
        int[] target = ((ReferenceTensor) tensor).integers;
        for (int i = 0; i < source.length; i++) {
            target[i] = Byte.toUnsignedInt(source[i]);
        }
    }

    @Override
    protected void download(Tensor tensor, float[] target) {
        ReferenceTensor source = (ReferenceTensor) tensor;
        System.arraycopy(source.floats, source.offset, target, 0, target.length);
    }

    @Override
    protected void download(Tensor tensor, int[] target) {
        System.arraycopy(((ReferenceTensor) tensor).integers, 0, target, 0, target.length);
    }

    /** Every operation is done when it returns. */
    @Override
    protected void finish() {}

    /** There is no device to release. */
    @Override
    protected void shutdown() {}

    private static int aligned(Slab.Entry entry) {
        return (entry.rows() * entry.columns() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
