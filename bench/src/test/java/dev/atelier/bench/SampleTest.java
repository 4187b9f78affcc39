package dev.atelier.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void medianAndSpread() {
        assertThat(new Sample(3, 1, 2).median()).isEqualTo(2);
        assertThat(new Sample(4, 1, 2, 3).median()).isEqualTo(2.5);
        assertThat(new Sample(3, 1, 2).format(1)).isEqualTo("2.0 [1.0 - 3.0]");
    }

    @Test
    void ratiosPairTheRoundsInTheOrderTheyWereTaken() {
        Sample ratio = new Sample(2, 8, 3).over(new Sample(1, 2, 3));
        assertThat(ratio.min()).isEqualTo(1);
        assertThat(ratio.median()).isEqualTo(2);
        assertThat(ratio.max()).isEqualTo(4);
        assertThat(new Sample(2, 4).map(x -> 8 / x).min()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> new Sample(1).over(new Sample(1, 2)));
        assertThatIllegalArgumentException().isThrownBy(Sample::new);
    }
}
