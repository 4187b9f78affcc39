package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.DeviceLimits;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The processor as a device. Operations are done when they return. */
final class CpuBackend extends Backend {
    private final CpuEngine engine;

    CpuBackend(DeviceInfo device, CpuEngine engine) {
        super(device);
        this.engine = engine;
    }

    @Override
    public String description() {
        int threads = engine.pool.threads();
        return device().name() + ", " + threads + (threads == 1 ? " thread, " : " threads, ")
                + engine.kernels.description();
    }

    @Override
    protected Ops createOps() {
        return new CpuOps(engine);
    }

    @Override
    protected Tensor createTensor(Arena arena, String label, DType dtype, int rows, int columns) {
        return CpuTensor.allocate(arena, label, dtype, rows, columns);
    }

    @Override
    protected Slab createSlab(Arena arena, String label, List<Slab.Entry> entries) {
        long total = 0;
        for (Slab.Entry entry : entries) {
            total += CpuTensor.floatsOf(entry.rows(), entry.columns());
        }
        float[] floats;
        try {
            floats = new float[CpuTensor.arrayLength(label, total)];
        } catch (OutOfMemoryError e) {
            throw CpuTensor.noRoom("slab '" + label + "' of " + total + " floats", e);
        }
        List<Tensor> parts = new ArrayList<>();
        int offset = CpuTensor.FIRST;
        for (Slab.Entry entry : entries) {
            parts.add(CpuTensor.part(arena, entry.label(), entry.rows(), entry.columns(), floats, offset));
            offset += (int) CpuTensor.floatsOf(entry.rows(), entry.columns());
        }
        return new Slab(parts, CpuTensor.part(arena, label, 1, (int) total, floats, CpuTensor.FIRST));
    }

    @Override
    protected void releaseTensor(Tensor tensor) {
        ((CpuTensor) tensor).release();
    }

    @Override
    protected long bytesOf(Tensor tensor) {
        return ((CpuTensor) tensor).memoryBytes();
    }

    @Override
    protected void upload(Tensor tensor, float[] source) {
        CpuTensor target = (CpuTensor) tensor;
        for (int row = 0; row < target.rows(); row++) {
            System.arraycopy(source, row * target.columns(), target.floats, target.index(row, 0), target.columns());
        }
    }

    @Override
    protected void upload(Tensor tensor, int[] source) {
        System.arraycopy(source, 0, ((CpuTensor) tensor).ints, 0, source.length);
    }

    @Override
    protected void upload(Tensor tensor, byte[] source) {
        CpuTensor target = (CpuTensor) tensor;
        System.arraycopy(source, 0, target.bytes, 0, source.length);
        target.zeroShare = null;
    }

    @Override
    protected void download(Tensor tensor, float[] target) {
        CpuTensor source = (CpuTensor) tensor;
        for (int row = 0; row < source.rows(); row++) {
            System.arraycopy(source.floats, source.index(row, 0), target, row * source.columns(), source.columns());
        }
    }

    @Override
    protected void download(Tensor tensor, int[] target) {
        System.arraycopy(((CpuTensor) tensor).ints, 0, target, 0, target.length);
    }

    @Override
    protected DeviceLimits limits() {
        return new LimitMeasurement(engine).measure();
    }

    @Override
    protected void finish() {
        // Nothing is ever pending.
    }

    @Override
    protected void shutdown() {
        engine.close();
    }
}
