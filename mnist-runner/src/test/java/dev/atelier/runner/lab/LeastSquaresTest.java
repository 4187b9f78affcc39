package dev.atelier.runner.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
    private static final int ROWS = 60;

    private final float[] rows = new float[2 * ROWS];
    private final float[] targets = new float[ROWS];

    LeastSquaresTest() {
        Random random = new Random(3);
        for (int i = 0; i < ROWS; i++) {
            rows[2 * i] = 2 * random.nextFloat() - 1;
            rows[2 * i + 1] = 2 * random.nextFloat() - 1;
            targets[i] = polynomial(rows[2 * i], rows[2 * i + 1]);
        }
    }

    private static float polynomial(float x, float y) {
        return 1 + 2 * x - 3 * x * y + 4 * x * x * y - y * y * y;
    }

    @Test
    void aPolynomialIsFoundAgain() {
        LeastSquares cubic = LeastSquares.fit(rows, 2, targets, 3);
        assertThat(cubic.predict(new float[] {0.3f, -0.7f, 0, 0}))
                .containsExactly(new float[] {polynomial(0.3f, -0.7f), 1}, Offset.offset(1e-5f));
    }

    @Test
    void theLinearModelCannotBend() {
        float[] line = LeastSquares.fit(rows, 2, targets, 1).predict(new float[] {-1, 0, 0, 0, 1, 0});
        assertThat(line[2] - line[1]).isEqualTo(line[1] - line[0], Offset.offset(1e-5f));
    }

    @Test
    void fewerRowsThanCoefficientsAreRefused() {
        assertThatThrownBy(() -> LeastSquares.fit(new float[8], 2, new float[4], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("4 rows do not settle 10 coefficients");
    }
}
