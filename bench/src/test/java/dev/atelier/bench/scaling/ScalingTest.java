package dev.atelier.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.bench.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingTest {
    @Test
    void timeThatGrowsInProportionIsTheSameForEachSampleAndUnit() {
        Series series = new Series("device");
        series.add(new Series.Point(32, 1000, new Sample(0.0064)));
        series.add(new Series.Point(64, 1000, new Sample(0.0064)));
        series.add(new Series.Point(128, 1000, new Sample(0.0128)));
        assertThat(series.points())
                .extracting(series::overSmallest)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
                .containsExactly(2.0, 1.0, 1.0);
        assertThat(series.points().get(2).secondsPerSampleAndUnit()).isEqualTo(1e-7, within(1e-12));
    }

    @Test
    void speedUpsPairTheRoundsWithThoseOfTheFewestThreads() {
        ThreadScaling scaling = new ThreadScaling(List.of(
                new ThreadScaling.Point(1, new Sample(6, 4), new Sample(10, 20)),
                new ThreadScaling.Point(2, new Sample(3, 4), new Sample(20, 20))));
        ThreadScaling.Point two = scaling.points().get(1);
        assertThat(scaling.speedUp(two).format(1)).isEqualTo("1.5 [1.0 - 2.0]");
        assertThat(scaling.peakSpeedUp(two).format(1)).isEqualTo("1.5 [1.0 - 2.0]");
        assertThat(scaling.speedUp(scaling.points().get(0)).format(1)).isEqualTo("1.0 [1.0 - 1.0]");
    }

    @Test
    void threadCountsReachTheProcessors() {
        assertThat(ScalingSettings.usualThreads(1)).containsExactly(1);
        assertThat(ScalingSettings.usualThreads(2)).containsExactly(1, 2);
        assertThat(ScalingSettings.usualThreads(12)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 12);
        assertThat(ScalingSettings.usualThreads(64)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64);
    }
}
