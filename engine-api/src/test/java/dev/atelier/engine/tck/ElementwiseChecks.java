package dev.atelier.engine.tck;

import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code addBias}, {@code fill} and {@code copy}. */
interface ElementwiseChecks extends Conformance {
    @Test
    default void addBiasAgreesWithDouble() {
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                bed().trial("addBias x[i][j] += bias[0][j]", t -> {
                    float[] values = t.samples().floats(rows * columns);
                    float[] row = t.samples().floats(columns);
                    Tensor x = t.changing("x", rows, columns, values);
                    t.ops().addBias(x, t.input("bias", 1, columns, row));
                    t.verify(x, DenseOracle.addBias(Expected.exactly(values), row));
                });
            }
        }
    }

    @Test
    default void fillSetsEveryElement() {
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                bed().trial("fill of F32", t -> {
                    Tensor x = t.output("x", rows, columns);
                    t.ops().fill(x, -2.7f);
                    float[] expected = new float[rows * columns];
                    Arrays.fill(expected, -2.7f);
                    t.verify(x, Expected.exactly(expected));
                });
            }
        }
    }

    @Test
    default void fillOfIntegersCutsTheValue() {
        for (int size : bed().sizes()) {
            bed().trial("fill of I32", t -> {
                Tensor x = t.integers("x", 1, size, t.samples().integers(size, 1000));
                t.ops().fill(x, -2.7f);
                int[] expected = new int[size];
                Arrays.fill(expected, -2);
                t.verify(x, expected);
                t.ops().fill(x, 3);
                Arrays.fill(expected, 3);
                t.verify(x, expected);
            });
        }
    }

    @Test
    default void copyKeepsEveryBit() {
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                bed().trial("copy", t -> {
                    float[] values = t.samples().floats(rows * columns, 1e6);
                    float[] special = SpecialValues.all();
                    System.arraycopy(special, 0, values, 0, Math.min(values.length, special.length));
                    Tensor target = t.output("target", rows, columns);
                    t.ops().copy(t.input("source", rows, columns, values), target);
                    t.verifySameBits("copy of 'source' to 'target'", values, t.readF32(target));
                });
            }
        }
    }

    /** A copy and a fill of the whole block act on every part and leave nothing else behind. */
    @Test
    default void slabsOfEqualEntriesLieAlike() {
        for (int columns : bed().sizes()) {
            bed().trial("copy and fill of Slab.whole()", t -> {
                var source = t.slab("source", 7, columns, 1, columns, 1, 1);
                var target = t.slab("target", 7, columns, 1, columns, 1, 1);
                for (Tensor part : source.tensors()) {
                    t.backend().write(part, t.samples().floats(part.size()));
                }
                t.ops().copy(source.whole(), target.whole());
                for (int i = 0; i < 3; i++) {
                    t.verifySameBits(
                            "part " + i + " of 'target'",
                            t.readF32(source.tensors().get(i)),
                            t.readF32(target.tensors().get(i)));
                }
                t.ops().fill(target.whole(), 0);
                for (Tensor part : target.tensors()) {
                    t.verify(part, Expected.ofSize(part.size()));
                }
            });
        }
    }

    @Test
    default void newTensorsHoldZeros() {
        for (int size : bed().sizes()) {
            // Freed memory full of marks is what a careless allocation would hand out again.
            for (int round = 0; round < 2; round++) {
                bed().trial("allocate", t -> {
                    Tensor floats = t.plain("floats", DType.F32, 7, size);
                    Tensor integers = t.plain("integers", DType.I32, 7, size);
                    var slab = t.slab("slab", 7, size, 1, size);
                    t.verify(floats, Expected.ofSize(floats.size()));
                    t.verify(integers, new int[integers.size()]);
                    t.verify(slab.whole(), Expected.ofSize(slab.whole().size()));
                    t.ops().fill(floats, 1.5f);
                    t.ops().fill(integers, 7);
                    t.ops().fill(slab.tensors().get(0), 2.5f);
                });
            }
        }
    }
}
