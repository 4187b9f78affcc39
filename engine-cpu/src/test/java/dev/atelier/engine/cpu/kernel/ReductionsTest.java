package dev.atelier.engine.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole numbers, whose sums of squares are exact in any order; what lies round the pieces is not a number. */
class ReductionsTest {
    private static final int OFFSET = 3;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 63, 64, 65, 784, 1000})
    void sumsOfSquaresTakeEachElementOnce(int length) {
        float[] x = numbers(length, OFFSET, 1);
        double expected = 0;
        for (int j = 0; j < length; j++) {
            expected += (double) x[OFFSET + j] * x[OFFSET + j];
        }
        assertThat(Reductions.sumOfSquares(x, OFFSET, length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 63, 64, 65, 784, 1000})
    void squaredDistancesTakeEachPairOnce(int length) {
        float[] x = numbers(length, OFFSET, 2);
        float[] y = numbers(length, 2 * OFFSET, 3);
        double expected = 0;
        for (int j = 0; j < length; j++) {
            double difference = (double) x[OFFSET + j] - y[2 * OFFSET + j];
            expected += difference * difference;
        }
        assertThat(Reductions.squaredDistance(x, OFFSET, y, 2 * OFFSET, length)).isEqualTo(expected);
    }

    /** Beyond the range of a float, and below its precision. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9})
    void sumsAreInDoublePrecision(int length) {
        float[] large = new float[length];
        float[] small = new float[length];
        float[] negative = new float[length];
        Arrays.fill(large, 3e38f);
        Arrays.fill(small, 1e-30f);
        Arrays.fill(negative, -3e38f);
        double square = (double) 3e38f * 3e38f;
        assertThat(Reductions.sumOfSquares(large, 0, length)).isCloseTo(length * square, within(length * square));
        assertThat(Reductions.sumOfSquares(small, 0, length))
                .isCloseTo(length * (double) 1e-30f * 1e-30f, within(length * 1e-60));
        assertThat(Reductions.squaredDistance(large, 0, negative, 0, length))
                .isCloseTo(4 * length * square, within(4 * length * square));
    }

    private static Offset<Double> within(double magnitude) {
        return offset(1e-15 * magnitude);
    }

    private static float[] numbers(int length, int offset, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[offset + length + OFFSET];
        Arrays.fill(numbers, Float.NaN);
        for (int j = 0; j < length; j++) {
            numbers[offset + j] = random.nextInt(2001) - 1000;
        }
        return numbers;
    }
}
