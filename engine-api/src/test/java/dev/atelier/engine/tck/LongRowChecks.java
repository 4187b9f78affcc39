package dev.atelier.engine.tck;

import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Few rows that are longer than any layer is wide, as those of a slab are: backends divide such among threads by columns, and reduce them
 * in pieces.
 */
interface LongRowChecks extends Conformance {
    /** No multiple of what anything is divided by. */
    int LENGTH = 20_011;

    @Test
    default void longRowsAreCopiedAndMovedInFull() {
        bed().trial("copy, addBias and moveTowards of a long row", t -> {
            float[] values = t.samples().floats(LENGTH);
            float[] others = t.samples().floats(LENGTH);
            Tensor source = t.input("source", 1, LENGTH, values);
            Tensor other = t.input("other", 1, LENGTH, others);
            Tensor copy = t.output("copy", 1, LENGTH);
            t.ops().copy(source, copy);
            t.verifySameBits("copy of 'source'", values, t.readF32(copy));
            t.ops().addBias(copy, other);
            t.verify(copy, DenseOracle.addBias(Expected.exactly(values), others));
            Tensor moved = t.changing("moved", 1, LENGTH, values);
            t.ops()
                    .moveTowards(
                            moved,
                            other,
                            new LearningRate(t.input("share", 1, 1, new float[] {0.25f}), t.integers("step", 1, 1, 0)));
            Expected expected = Expected.ofSize(LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                expected.set(i, 0.75 * values[i] + 0.25 * others[i], Tolerance.ofRounding(1));
            }
            t.verify(moved, expected);
        });
    }

    @Test
    default void longRowsAreClippedInFull() {
        bed().trial("clipNorm of a long row", t -> {
            float[] values = t.samples().floats(LENGTH);
            Tensor x = t.changing("x", 1, LENGTH, values);
            // The norm is 2, and an eighth of it is left.
            t.ops().clipNorm(x, t.input("squares", 1, 1, new float[] {4}), 0.25f);
            t.verify(x, RegularizationOracle.clip(values, 2, 0.25));
        });
    }

    @Test
    default void longRowsAreSummedInFull() {
        for (int rows : new int[] {1, 3}) {
            bed().trial("sumOfSquares, squaredDistance and columnSums of long rows", t -> {
                float[] a = t.samples().floats(rows * LENGTH);
                float[] b = t.samples().floats(rows * LENGTH);
                Tensor x = t.input("x", rows, LENGTH, a);
                Tensor out = t.output("out", 1, 1);
                t.ops().sumOfSquares(x, out);
                t.verify(out, ReductionChecks.sumOfSquares(a, new float[a.length]));
                t.ops().squaredDistance(x, t.input("y", rows, LENGTH, b), out);
                t.verify(out, ReductionChecks.sumOfSquares(a, b));
                Tensor sums = t.output("sums", 1, LENGTH);
                t.ops().columnSums(x, sums);
                t.verify(sums, DenseOracle.columnSums(a, rows, LENGTH));
            });
        }
    }
}
