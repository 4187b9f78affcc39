package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** {@code columnSums}, {@code sumOfSquares} and {@code squaredDistance}. */
interface ReductionChecks extends Conformance {
    @Test
    default void columnSumsAgreesWithDouble() {
        for (int rows : bed().sizes()) {
            for (int columns : bed().sizes()) {
                bed().trial("columnSums", t -> {
                    float[] values = t.samples().floats(rows * columns);
                    Tensor out = t.output("out", 1, columns);
                    t.ops().columnSums(t.input("x", rows, columns, values), out);
                    t.verify(out, DenseOracle.columnSums(values, rows, columns));
                });
            }
        }
    }

    @Test
    default void sumOfSquaresAgreesWithDouble() {
        forShapes("sumOfSquares", shape -> {
            Trial t = shape.trial();
            float[] values = t.samples().floats(shape.size());
            Tensor out = t.output("out", 1, 1);
            t.ops().sumOfSquares(t.input("x", shape.rows(), shape.columns(), values), out);
            t.verify(out, sumOfSquares(values, new float[values.length]));
        });
    }

    @Test
    default void squaredDistanceAgreesWithDouble() {
        forShapes("squaredDistance", shape -> {
            Trial t = shape.trial();
            float[] a = t.samples().floats(shape.size());
            float[] b = t.samples().floats(shape.size());
            Tensor out = t.output("out", 1, 1);
            t.ops()
                    .squaredDistance(
                            t.input("a", shape.rows(), shape.columns(), a),
                            t.input("b", shape.rows(), shape.columns(), b),
                            out);
            t.verify(out, sumOfSquares(a, b));
        });
    }

    @Test
    default void reductionsOfSlabsTakeEveryPart() {
        for (int columns : bed().sizes()) {
            bed().trial("sumOfSquares and squaredDistance of Slab.whole()", t -> {
                Slab a = t.slab("a", 7, columns, 1, columns, 1, 1);
                Slab b = t.slab("b", 7, columns, 1, columns, 1, 1);
                float[] left = fillParts(t, a);
                float[] right = fillParts(t, b);
                Tensor out = t.output("out", 1, 1);
                t.ops().sumOfSquares(a.whole(), out);
                t.verify(out, sumOfSquares(left, new float[left.length]));
                t.ops().squaredDistance(a.whole(), b.whole(), out);
                t.verify(out, sumOfSquares(left, right));
            });
        }
    }

    /**
     * A trial of one shape.
     *
     * @param trial where the tensors live
     */
    record Shape(Trial trial, int rows, int columns) {
        int size() {
            return rows * columns;
        }
    }

    private void forShapes(String promise, Consumer<Shape> body) {
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                bed().trial(promise, t -> body.accept(new Shape(t, rows, columns)));
            }
        }
        bed().trial(promise, t -> body.accept(new Shape(t, bed().features(), bed().hidden())));
    }

    private static float[] fillParts(Trial t, Slab slab) {
        int size = slab.tensors().stream().mapToInt(Tensor::size).sum();
        float[] all = t.samples().floats(size);
        int offset = 0;
        for (Tensor part : slab.tensors()) {
            float[] values = new float[part.size()];
            System.arraycopy(all, offset, values, 0, values.length);
            t.backend().write(part, values);
            offset += values.length;
        }
        return all;
    }

    /** Returns the sum of the squared differences. */
    static Expected sumOfSquares(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        Expected expected = Expected.ofSize(1);
        expected.set(0, sum, Tolerance.ofSum(a.length, sum));
        return expected;
    }
}
