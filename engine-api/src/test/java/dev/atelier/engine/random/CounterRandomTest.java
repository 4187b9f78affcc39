package dev.atelier.engine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRandomTest {
    private static final int DRAWS = 200_000;

    /** Answers that {@code random_values.py} computed from the definitions; some bounds reject many words, some none. */
    @ParameterizedTest
    @CsvFileSource(resources = "random_values.csv", numLinesToSkip = 1)
    void numbersAreThoseOfTheDefinition(String kind, long seed, int purpose, int number, int bound, String values) {
        CounterRandom random = new CounterRandom(seed, purpose(purpose), number);
        for (String value : values.split(" ", -1)) {
            switch (kind) {
                case "word" -> assertThat(random.nextInt()).isEqualTo(Integer.parseUnsignedInt(value));
                case "bounded" -> assertThat(random.nextInt(bound)).isEqualTo(Integer.parseInt(value));
                case "double" -> assertThat(random.nextDouble()).isEqualTo(Double.parseDouble(value));
                default -> throw new IllegalArgumentException(kind);
            }
        }
    }

    private static Purpose purpose(int code) {
        return Arrays.stream(Purpose.values())
                .filter(purpose -> purpose.code() == code)
                .findFirst()
                .orElseThrow();
    }

    /** The k-th number of a sequence of normals, by the formula of Box and Muller from the sequence's doubles. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8})
    void normalNumbersAreThoseOfBoxAndMuller(int size) {
        CounterRandom doubles = new CounterRandom(7, Purpose.SYNTHETIC_DATA, 3);
        float[] values = new float[size];
        new CounterRandom(7, Purpose.SYNTHETIC_DATA, 3).fillNormal(values, 0.25);
        for (int i = 0; i < size; i += 2) {
            double u = doubles.nextDouble();
            double angle = 2 * Math.PI * doubles.nextDouble();
            double[] pair = {Math.cos(angle), Math.sin(angle)};
            for (int k = 0; k < Math.min(2, size - i); k++) {
                double expected = 0.25 * Math.sqrt(-2 * Math.log1p(-u)) * pair[k];
                assertThat((double) values[i + k]).isCloseTo(expected, within(1e-7));
            }
        }
    }

    @Test
    void uniformNumbersAreTheDoublesStretched() {
        CounterRandom doubles = new CounterRandom(8, Purpose.SYNTHETIC_DATA, 3);
        float[] values = new float[50];
        new CounterRandom(8, Purpose.SYNTHETIC_DATA, 3).fillUniform(values, 3);
        for (float value : values) {
            assertThat((double) value).isCloseTo(-3 + 6 * doubles.nextDouble(), within(1e-6));
        }
    }

    @Test
    void boundsBelowOneAreRefused() {
        CounterRandom random = new CounterRandom(3, Purpose.SYNTHETIC_DATA, 0);
        for (int bound : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> random.nextInt(bound))
                    .withMessage("bound must be at least 1, but is " + bound);
        }
    }

    @Test
    void everyPartOfTheNameChangesTheSequence() {
        int first = new CounterRandom(1, Purpose.SHUFFLE, 1).nextInt();
        assertThat(new CounterRandom(1, Purpose.SHUFFLE, 1).nextInt()).isEqualTo(first);
        assertThat(new CounterRandom(2, Purpose.SHUFFLE, 1).nextInt()).isNotEqualTo(first);
        assertThat(new CounterRandom(1L << 40, Purpose.SHUFFLE, 1).nextInt()).isNotEqualTo(first);
        assertThat(new CounterRandom(1, Purpose.INITIAL_WEIGHTS, 1).nextInt()).isNotEqualTo(first);
        assertThat(new CounterRandom(1, Purpose.SHUFFLE, 2).nextInt()).isNotEqualTo(first);
    }

    @Test
    void boundedNumbersAreEquallyLikely() {
        CounterRandom random = new CounterRandom(3, Purpose.SYNTHETIC_DATA, 0);
        int[] counts = new int[7];
        for (int i = 0; i < DRAWS; i++) {
            counts[random.nextInt(7)]++;
        }
        double expected = DRAWS / 7.0;
        double chiSquared = Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chiSquared).as("6 degrees of freedom, 99.9 %% quantile").isLessThan(22.46);
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        float[] values = new float[DRAWS + 1];
        new CounterRandom(4, Purpose.SYNTHETIC_DATA, 0).fillNormal(values, 2);
        assertThat(moment(values, 1)).isCloseTo(0, within(0.02));
        assertThat(moment(values, 2)).isCloseTo(4, within(0.05));
        assertThat(moment(values, 4)).isCloseTo(48, within(2.0));
    }

    @Test
    void uniformNumbersFillTheirRangeEvenly() {
        float[] values = new float[DRAWS];
        new CounterRandom(5, Purpose.SYNTHETIC_DATA, 0).fillUniform(values, 3);
        assertThat(moment(values, 1)).isCloseTo(0, within(0.02));
        assertThat(moment(values, 2)).isCloseTo(3, within(0.05));
        for (float value : values) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void aShuffleIsAPermutationAndEveryPlaceIsEquallyLikely() {
        int[] counts = new int[5];
        for (int epoch = 0; epoch < 5000; epoch++) {
            int[] order = IntStream.range(0, 5).toArray();
            new CounterRandom(6, Purpose.SHUFFLE, epoch).shuffle(order);
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            counts[Arrays.stream(order).boxed().toList().indexOf(0)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(870, 1130);
        }
    }

    private static double moment(float[] values, int power) {
        double sum = 0;
        for (float value : values) {
            sum += Math.pow(value, power);
        }
        return sum / values.length;
    }
}
