package dev.atelier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
    private final Dataset data = Dataset.ofBytes(new byte[] {1, 2, 3, 4, 5, 6}, 2, 0.5f, new int[] {0, 1, 2}, 3);

    @Test
    void aRangeHoldsItsSamples() {
        Dataset range = data.range(1, 3);
        assertThat(range.size()).isEqualTo(2);
        assertThat(range.bytes()).containsExactly(3, 4, 5, 6);
        assertThat(range.labels()).containsExactly(1, 2);
        assertThat(range.scale()).isEqualTo(0.5f);
        Dataset floats = Dataset.ofFloats(new float[] {1, 2}, 1, new int[] {0, 0}, 1);
        assertThat(floats.range(1, 2).floats()).containsExactly(2);
    }

    @Test
    void aDataSetKeepsWhatItIsMadeOf() {
        assertThat(data.columns()).isEqualTo(2);
        assertThat(data.classes()).isEqualTo(3);
        assertThat(data.floats()).isNull();
        assertThat(data.targets()).isNull();
        Dataset floats = Dataset.ofFloats(new float[] {1, 2}, 1, new int[] {0, 0}, 1);
        assertThat(floats.bytes()).isNull();
        assertThat(floats.scale()).isEqualTo(1);
    }

    @Test
    void numbersAsTargetsComeWithTheirSamples() {
        Dataset numbers = Dataset.ofTargets(new float[] {1, 2, 3, 4, 5, 6}, 2, new float[] {7, 8, 9, 10, 11, 12}, 2);
        assertThat(numbers.size()).isEqualTo(3);
        assertThat(numbers.classes()).isEqualTo(2);
        assertThat(numbers.labels()).containsOnly(0).hasSize(3);
        assertThat(numbers.range(1, 2).targets()).containsExactly(9, 10);
        assertThat(numbers.range(1, 2).floats()).containsExactly(3, 4);
        assertThat(numbers.range(0, 3).targets()).isEqualTo(numbers.targets());
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "0, 4", "1, 1", "2, 1"})
    void whatIsNoRangeIsRefused(int from, int to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.range(from, to))
                .withMessage("samples " + from + " to " + to + " are not a range of a data set of 3");
    }

    @Test
    void faultsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofBytes(new byte[5], 2, 1, new int[3], 3))
                .withMessageContaining("3 samples of 2 features need 6 values, but there are 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(new float[2], 1, new int[] {0, 3}, 3))
                .withMessageContaining("label 3 of sample 1 is not one of 0 to 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(new float[0], 1, new int[0], 3))
                .withMessageContaining("at least one sample");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(new float[0], 0, new int[1], 3))
                .withMessageContaining("but has 1, 0 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(new float[1], 1, new int[1], 0))
                .withMessageContaining("but has 1, 1 and 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(new float[1], 1, new int[] {-1}, 1))
                .withMessageContaining("label -1 of sample 0 is not one of 0 to 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofTargets(new float[1], 1, new float[3], 2))
                .withMessageContaining("3 numbers are no targets of 2 each");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofTargets(new float[1], 1, new float[0], 0))
                .withMessageContaining("0 numbers are no targets of 0 each");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.range(2, 4))
                .withMessageContaining("samples 2 to 4 are not a range of a data set of 3");
    }
}
