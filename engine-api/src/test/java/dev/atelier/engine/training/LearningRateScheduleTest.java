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
        assertThat(LearningRateSchedule.constant(0.5).withWarmup(0.1).at(4, 100))
                .isCloseTo(0.25, within(1e-12));
        assertThat(LearningRateSchedule.constant(1).withWarmup(0).at(0, 100)).isEqualTo(1);
        assertThat(LearningRateSchedule.constant(1).withWarmup(1).at(49, 100)).isCloseTo(0.5, within(1e-12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRateSchedule.constant(1).withWarmup(1.5));
    }

    /** torch.optim.lr_scheduler.StepLR with step_size 3 and gamma 0.5, ten steps an epoch, nine epochs. */
    @Test
    void stepFallsAtTheEndOfEachPart() {
        LearningRateSchedule schedule = LearningRateSchedule.step(0.2, 0.5, 9.0 / 3);
        double[] expected = {0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05};
        for (int epoch = 0; epoch < 9; epoch++) {
            assertThat(schedule.at(10L * epoch, 90)).isCloseTo(expected[epoch], within(1e-12));
            assertThat(schedule.at(10L * epoch + 9, 90)).isCloseTo(expected[epoch], within(1e-12));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRateSchedule.step(0.2, 0.5, 0))
                .withMessageContaining("parts must be above 0");
        // Five epochs with a fall after the third.
        assertThat(LearningRateSchedule.step(0.2, 0.5, 5.0 / 3).at(29, 50)).isEqualTo(0.2);
        assertThat(LearningRateSchedule.step(0.2, 0.5, 5.0 / 3).at(30, 50)).isCloseTo(0.1, within(1e-12));
    }

    /** The formula in the documentation of torch.optim.lr_scheduler.CosineAnnealingLR, computed elsewhere. */
    @Test
    void cosineFallsAlongHalfAWave() {
        LearningRateSchedule schedule = LearningRateSchedule.cosine(0.2, 0.01);
        double[] expected = {
            0.2,
            0.19276855558857225,
            0.172175144212722,
            0.14135492607468356,
            0.105,
            0.06864507392531648,
            0.03782485578727799,
            0.01723144441142776,
        };
        for (int step = 0; step < 8; step++) {
            assertThat(schedule.at(step, 8)).isCloseTo(expected[step], within(1e-15));
        }
    }

    /** The formula of torch.optim.lr_scheduler.OneCycleLR with cosines and its default arguments, computed elsewhere. */
    @Test
    void oneCycleRisesAndFalls() {
        LearningRateSchedule schedule = LearningRateSchedule.oneCycle(0.4, 0.3, 25, 1e4);
        double[] expected = {
            0.016,
            0.208,
            0.4,
            0.38019385280538953,
            0.3246982615799052,
            0.24450480877451572,
            0.1554967912254843,
            0.0753033384200948,
            0.019807747194610516,
            1.6e-06,
        };
        for (int step = 0; step < 10; step++) {
            assertThat(schedule.at(step, 10)).isCloseTo(expected[step], within(1e-15));
        }
        assertThat(LearningRateSchedule.oneCycle(0.4, 1, 25, 1e4).at(0, 1)).isEqualTo(0.4);
        assertThat(LearningRateSchedule.oneCycle(0.4, 0, 25, 1e4).at(0, 1)).isBetween(0.0, 0.4);
        // Without divisors the rate stays where it is.
        for (int step = 0; step < 10; step++) {
            assertThat(LearningRateSchedule.oneCycle(0.4, 0.3, 1, 1).at(step, 10))
                    .isEqualTo(0.4);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRateSchedule.oneCycle(0.4, 1.1, 25, 1e4))
                .withMessageContaining("1.1");
    }
}
