package dev.atelier.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningLogTest {
    private static EpochResult epoch(int number, double seconds) {
        return new EpochResult(number, 0.5, null, null, seconds, 40);
    }

    private static RunningLog afterTwoEpochsAndThreeSteps() {
        RunningLog log = new RunningLog(2);
        log.countSteps(2);
        log.keepFirstLosses(new float[] {4, 3});
        log.finishEpoch(epoch(1, 1.5));
        log.countSteps(2);
        log.finishEpoch(epoch(2, 2.25));
        log.countSteps(3);
        log.epochTime().set(0.75);
        log.patience().improved(new Evaluation(10, 6, 1));
        log.patience().improved(new Evaluation(10, 5, 1));
        return log;
    }

    @Test
    void epochsAndStepsAddUp() {
        RunningLog log = afterTwoEpochsAndThreeSteps();
        assertThat(log.secondsBefore()).isEqualTo(3.75);
        assertThat(log.history()).containsExactly(epoch(1, 1.5), epoch(2, 2.25));
        assertThat(log.epoch()).isEqualTo(3);
        assertThat(log.steps()).isEqualTo(7);
        assertThat(log.epochSteps()).isEqualTo(3);
        log.finishEpoch(epoch(3, 0.75));
        assertThat(log.epochTime().seconds()).isZero();
        assertThat(log.epochSteps()).isZero();
    }

    @Test
    void onlyTheFirstTenLossesAreKeptAndOnlyOnce() {
        RunningLog log = new RunningLog(0);
        log.countSteps(12);
        float[] losses = {12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
        log.keepFirstLosses(losses);
        log.keepFirstLosses(losses);
        assertThat(log.firstLosses()).containsExactly(12f, 11f, 10f, 9f, 8f, 7f, 6f, 5f, 4f, 3f);
    }

    @Test
    void aRestoredLogIsTheOneThatWasSaved() {
        TrainingLog saved = afterTwoEpochsAndThreeSteps().snapshot(new float[] {3, 2, 1, 99});
        RunningLog restored = new RunningLog(2);
        restored.countSteps(5);
        restored.keepFirstLosses(new float[] {9, 9, 9, 9, 9});
        restored.finishEpoch(epoch(1, 7));
        float[] losses = {-1, -1, -1, -1};
        restored.restore(saved, losses);
        assertThat(losses).containsExactly(3, 2, 1, -1);
        assertThat(restored.snapshot(losses)).isEqualTo(saved);
        assertThat(saved.epochSeconds()).isEqualTo(0.75);
        assertThat(saved.firstLosses()).containsExactly(4f, 3f);
        assertThat(saved.fewestErrors()).isEqualTo(4);
        assertThat(saved.epochsWithoutFewer()).isEqualTo(1);
    }

    @Test
    void patienceIsExhaustedAfterSoManyEpochsWithoutFewerErrors() {
        Patience patience = new Patience(2);
        assertThat(patience.improved(new Evaluation(10, 5, 1))).isTrue();
        assertThat(patience.improved(new Evaluation(10, 5, 1))).isFalse();
        assertThat(patience.exhausted()).isFalse();
        assertThat(patience.improved(new Evaluation(10, 4, 1))).isFalse();
        assertThat(patience.exhausted()).isTrue();
        assertThat(patience.fewestErrors()).isEqualTo(5);
        assertThat(patience.epochsWithout()).isEqualTo(2);
        assertThat(patience.improved(new Evaluation(10, 6, 1))).isTrue();
        assertThat(patience.exhausted()).isFalse();
        Patience endless = new Patience(0);
        endless.improved(new Evaluation(10, 5, 1));
        assertThat(endless.exhausted()).isFalse();
    }
}
