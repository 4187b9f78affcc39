package dev.atelier.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
    @Test
    void constantNeverChanges() {
        LearningRateSchedule schedule = LearningRateSchedule.constant(0.3);
        assertThat(schedule.at(0, 10)).isEqualTo(0.3);
        assertThat(schedule.at(9, 10)).isEqualTo(0.3);
    }

    @Test
    void linearFallsFromTheFullRateTowardsZero() {
        LearningRateSchedule schedule = LearningRateSchedule.linear(0.2);
        assertThat(schedule.at(0, 10)).isEqualTo(0.2);
        assertThat(schedule.at(5, 10)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.at(9, 10)).isCloseTo(0.02, within(1e-12));
    }

    @Test
    void warmUpRisesToTheScheduleAndThenLeavesItAlone() {
        LearningRateSchedule schedule = LearningRateSchedule.constant(1).withWarmup(0.1);
        assertThat(schedule.at(0, 100)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.at(4, 100)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.at(9, 100)).isEqualTo(1);
        assertThat(schedule.at(50, 100)).isEqualTo(1);
        assertThat(LearningRateSchedule.constant(1).withWarmup(0).at(0, 100)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRateSchedule.constant(1).withWarmup(1.5));
    }
}
