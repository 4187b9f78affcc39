package example.plain;

import dev.atelier.engine.backend.*;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Memory and transfers. The engine checks arguments and keeps the books, so that what arrives here is right. */
final class PlainBackend extends Backend {
    PlainBackend() { super(PlainProvider.DEVICE); }

    @Override public String description() { return "plain backend: loops in one thread"; }

    @Override protected Ops createOps() { return new PlainOps(); }

    @Override
    protected Tensor createTensor(Arena arena, String label, DType dtype, int rows, int columns) {
        return new PlainTensor(arena, label, dtype, rows, columns, new double[rows * columns], 0);
    }

    @Override
    protected Slab createSlab(Arena arena, String label, List<Slab.Entry> entries) {
        double[] values = new double[entries.stream().mapToInt(e -> e.rows() * e.columns()).sum()];
        List<Tensor> parts = new ArrayList<>();
        int start = 0;
        for (Slab.Entry e : entries) {
            parts.add(new PlainTensor(arena, e.label(), DType.F32, e.rows(), e.columns(), values, start));
            start += e.rows() * e.columns();
        }
        return new Slab(parts, new PlainTensor(arena, label, DType.F32, 1, values.length, values, 0));
    }

    @Override protected long bytesOf(Tensor tensor) { return (long) tensor.size() * Double.BYTES; }

    @Override protected void upload(Tensor tensor, float[] source) { PlainOps.each(tensor, i -> source[i]); }

    @Override protected void upload(Tensor tensor, int[] source) { PlainOps.each(tensor, i -> source[i]); }

    @Override
    protected void upload(Tensor tensor, byte[] source) { PlainOps.each(tensor, i -> Byte.toUnsignedInt(source[i])); }

    @Override
    protected void download(Tensor tensor, float[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) PlainOps.of(tensor).get(i);
        }
    }

    @Override
    protected void download(Tensor tensor, int[] target) { Arrays.setAll(target, PlainOps.of(tensor)::integer); }

    /** Operations are done when they return, and the garbage collector frees arrays. */
    @Override protected void finish() {}
    @Override protected void shutdown() {}
    @Override protected void releaseTensor(Tensor tensor) {}
}
