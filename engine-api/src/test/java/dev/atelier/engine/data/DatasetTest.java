package dev.atelier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

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
                .isThrownBy(() -> data.range(2, 4))
                .withMessageContaining("samples 2 to 4 are not a range of a data set of 3");
    }
}
