package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Tensor;
import org.junit.jupiter.api.Test;

/** {@code matmul} in all four transposes. */
interface MatmulChecks extends Conformance {
    @Test
    default void matmulAgreesWithDouble() {
        smallProducts(false, false);
    }

    @Test
    default void matmulOfTransposedLeftAgreesWithDouble() {
        smallProducts(true, false);
    }

    @Test
    default void matmulOfTransposedRightAgreesWithDouble() {
        smallProducts(false, true);
    }

    @Test
    default void matmulOfBothTransposedAgreesWithDouble() {
        smallProducts(true, true);
    }

    /** One long side at a time, then two, then the products of a training step of features-hidden-10. */
    @Test
    default void matmulOfLargeSidesAgreesWithDouble() {
        for (int large : bed().largeSizes()) {
            for (int transposes = 0; transposes < 4; transposes++) {
                boolean a = (transposes & 1) != 0;
                boolean b = (transposes & 2) != 0;
                product(large, 1, 1, a, b);
                product(1, large, 1, a, b);
                product(1, 1, large, a, b);
                product(7, large, CLASSES, a, b);
                product(large, 7, 65, a, b);
                product(63, 65, large, a, b);
                product(1, bed().hidden(), large, a, b);
            }
        }
        int batch = bed().batch();
        int features = bed().features();
        int hidden = bed().hidden();
        for (int rows : new int[] {batch, 2 * batch}) {
            product(rows, features, hidden, false, false);
            product(rows, hidden, CLASSES, false, false);
            product(rows, CLASSES, hidden, false, true);
            product(hidden, rows, CLASSES, true, false);
            product(features, rows, hidden, true, false);
        }
        product(batch, features, hidden, true, true);
        product(batch, hidden, features, false, true);
    }

    private void smallProducts(boolean transposeA, boolean transposeB) {
        for (int m : bed().smallSizes()) {
            for (int k : bed().smallSizes()) {
                for (int n : bed().smallSizes()) {
                    product(m, k, n, transposeA, transposeB);
                }
            }
        }
    }

    private void product(int m, int k, int n, boolean transposeA, boolean transposeB) {
        String promise = "matmul out = " + (transposeA ? "a^T " : "a ") + (transposeB ? "b^T" : "b");
        bed().trial(promise, t -> {
            float[] left = t.samples().floats(m * k);
            float[] right = t.samples().floats(k * n);
            Tensor a = transposeA ? t.input("a", k, m, left) : t.input("a", m, k, left);
            Tensor b = transposeB ? t.input("b", n, k, right) : t.input("b", k, n, right);
            Tensor out = t.output("out", m, n);
            t.ops().matmul(a, transposeA, b, transposeB, out);
            t.verify(out, DenseOracle.matmul(left, transposeA, right, transposeB, m, k, n));
        });
    }
}
