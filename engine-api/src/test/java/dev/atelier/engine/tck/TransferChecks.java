package dev.atelier.engine.tck;

import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code write} and {@code read}, and their order with operations. */
interface TransferChecks extends Conformance {
    @Test
    default void floatsComeBackBitForBit() {
        float[] special = {
            -0.0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, Float.MIN_NORMAL
        };
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                bed().trial("write and read of F32", t -> {
                    float[] values = t.samples().floats(rows * columns, 1e3);
                    System.arraycopy(special, 0, values, 0, Math.min(special.length, values.length));
                    Tensor plain = t.plain("plain", DType.F32, rows, columns);
                    Slab slab = t.slab("slab", rows, columns, 1, 1, rows, columns);
                    for (Tensor tensor : new Tensor[] {
                        plain, slab.tensors().get(0), slab.tensors().get(2)
                    }) {
                        t.backend().write(tensor, values);
                        t.verifySameBits("round trip of " + tensor, values, t.readF32(tensor));
                    }
                    t.verify(slab.tensors().get(1), Expected.ofSize(1));
                    t.verifyPadding(slab);
                });
            }
        }
    }

    @Test
    default void integersComeBack() {
        int[] special = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, (1 << 24) + 1};
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                bed().trial("write and read of I32", t -> {
                    int[] values = t.samples().integers(rows * columns, Integer.MAX_VALUE);
                    System.arraycopy(special, 0, values, 0, Math.min(special.length, values.length));
                    t.verify(t.integers("x", rows, columns, values), values);
                });
            }
        }
    }

    /** Bytes can't be read back; gathering them shows what arrived. */
    @Test
    default void bytesArriveUnsigned() {
        bed().trial("write of U8, seen through gatherRows", t -> {
            byte[] values = new byte[256];
            Expected expected = Expected.ofSize(256);
            for (int i = 0; i < 256; i++) {
                values[i] = (byte) i;
                expected.set(i, i, 0);
            }
            Tensor data = t.bytes("data", 1, 256, values);
            RowSelection rows = new RowSelection(data, t.integers("order", 1, 1, 0), t.integers("step", 1, 1, 0), 1);
            Tensor out = t.output("out", 1, 256);
            t.ops().gatherRows(rows, 1, out);
            t.verify(out, expected);
        });
    }

    @Test
    default void sourcesMayChangeAfterWrite() {
        bed().trial("write, then the source array changes", t -> {
            float[] floats = t.samples().floats(65);
            int[] integers = t.samples().integers(65, 1000);
            byte[] bytes = new byte[65];
            Arrays.fill(bytes, (byte) 3);
            Tensor ofFloats = t.plain("floats", DType.F32, 1, 65);
            Tensor ofIntegers = t.plain("integers", DType.I32, 1, 65);
            float[] keptFloats = floats.clone();
            int[] keptIntegers = integers.clone();
            t.backend().write(ofFloats, floats);
            t.backend().write(ofIntegers, integers);
            Tensor data = t.bytes("data", 1, 65, bytes);
            Arrays.fill(floats, 9);
            Arrays.fill(integers, 9);
            Arrays.fill(bytes, (byte) 9);
            t.verifySameBits("F32", keptFloats, t.readF32(ofFloats));
            t.verify(ofIntegers, keptIntegers);
            Tensor out = t.output("out", 1, 65);
            t.ops()
                    .gatherRows(
                            new RowSelection(data, t.integers("order", 1, 1, 0), t.integers("step", 1, 1, 0), 1),
                            1,
                            out);
            Expected threes = Expected.ofSize(65);
            for (int i = 0; i < 65; i++) {
                threes.set(i, 3, 0);
            }
            t.verify(out, threes);
        });
    }

    /** The queue is in order: an operation sees what was written before it and not what is written after it. */
    @Test
    default void writesAndOperationsKeepTheirOrder() {
        bed().trial("copy between two writes", t -> {
            int columns = bed().hidden();
            float[] before = t.samples().floats(columns);
            float[] after = t.samples().floats(columns);
            Tensor source = t.plain("source", DType.F32, 1, columns);
            Tensor target = t.output("target", 1, columns);
            t.backend().write(source, before);
            t.ops().copy(source, target);
            t.backend().write(source, after);
            t.verifySameBits("the copy", before, t.readF32(target));
            t.verifySameBits("the source", after, t.readF32(source));
        });
    }
}
