package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/** The reference backend, which throws at every call of one part of the SPI. */
final class FaultyThrower extends ReferenceBackend {
    private final Part part;

    /** Parts of the SPI. */
    enum Part {
        OPENING,
        OPERATIONS,
        PLANS,
        ALLOCATION,
        RELEASE,
        UPLOADS,
        DOWNLOADS,
        SYNCHRONIZATION,
        CLOSING
    }

    /** What is thrown. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Thrown(Part part) {
            super("thrown by " + part);
        }
    }

    FaultyThrower(Part part) {
        this.part = part;
        at(Part.OPENING);
    }

    @Override
    protected Ops createOps() {
        Ops ops = super.createOps();
        return part != Part.OPERATIONS
                ? ops
                : (Ops) Proxy.newProxyInstance(
                        Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, (proxy, method, arguments) -> {
                            throw new Thrown(part);
                        });
    }

    @Override
    protected Plan createPlan(Consumer<Ops> step) {
        at(Part.PLANS);
        return super.createPlan(step);
    }

    @Override
    protected Tensor createTensor(Arena arena, String label, DType dtype, int rows, int columns) {
        at(Part.ALLOCATION);
        return super.createTensor(arena, label, dtype, rows, columns);
    }

    @Override
    protected Slab createSlab(Arena arena, String label, List<Slab.Entry> entries) {
        at(Part.ALLOCATION);
        return super.createSlab(arena, label, entries);
    }

    @Override
    protected void releaseTensor(Tensor tensor) {
        super.releaseTensor(tensor);
        at(Part.RELEASE);
    }

    @Override
    protected void upload(Tensor tensor, float[] source) {
        at(Part.UPLOADS);
        super.upload(tensor, source);
    }

    @Override
    protected void upload(Tensor tensor, int[] source) {
        at(Part.UPLOADS);
        super.upload(tensor, source);
    }

    @Override
    protected void upload(Tensor tensor, byte[] source) {
        at(Part.UPLOADS);
        super.upload(tensor, source);
    }

    @Override
    protected void download(Tensor tensor, float[] target) {
        at(Part.DOWNLOADS);
        super.download(tensor, target);
    }

    @Override
    protected void download(Tensor tensor, int[] target) {
        at(Part.DOWNLOADS);
        super.download(tensor, target);
    }

    @Override
    protected void finish() {
        at(Part.SYNCHRONIZATION);
        super.finish();
    }

    @Override
    protected void shutdown() {
        at(Part.CLOSING);
        super.shutdown();
    }

    private void at(Part called) {
        if (part == called) {
            throw new Thrown(part);
        }
    }
}
