package dev.atelier.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import dev.atelier.engine.tck.ReferenceBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that is interrupted and goes on elsewhere ends as one that is not. */
class TrainingStateTest {
    private static final int EPOCHS = 4;
    private static final Dataset TRAINING = data(10);
    private static final Dataset HELD_OUT = data(9);

    private final Backend backend = new ReferenceBackend();

    @AfterEach
    void everythingIsFreed() {
        assertThat(backend.memory().allocations()).isZero();
        backend.close();
    }

    static Stream<UpdateRule> rules() {
        return Stream.of(
                new UpdateRule.Sgd(1e-3f),
                new UpdateRule.Momentum(0.9f, false, 0),
                new UpdateRule.Momentum(0.9f, true, 1e-3f),
                new UpdateRule.RmsProp(0.9f, 1e-3f, 0),
                new UpdateRule.Adam(0.9f, 0.999f, 1e-3f, 0),
                new UpdateRule.AdamW(0.9f, 0.999f, 1e-3f, 0.01f));
    }

    /** What a run came to, without its times. */
    private record Outcome(
            List<Float> weights, List<Float> firstLosses, List<List<Object>> history, StopReason reason, long steps) {
        static Outcome of(Trainer trainer, TrainingResult result) {
            List<List<Object>> history = new ArrayList<>();
            for (EpochResult epoch : result.history()) {
                history.add(
                        List.of(epoch.epoch(), epoch.trainLoss(), epoch.samples(), epoch.test(), epoch.validation()));
            }
            return new Outcome(
                    flat(trainer.weights()), result.firstLosses(), history, result.stoppedBy(), result.steps());
        }
    }

    private static List<Float> flat(NetworkWeights weights) {
        List<Float> flat = new ArrayList<>();
        for (LayerWeights layer : weights.layers()) {
            for (float weight : layer.weights()) {
                flat.add(weight);
            }
            for (float bias : layer.bias()) {
                flat.add(bias);
            }
        }
        return flat;
    }

    /** Keeps every state it can get. */
    private static final class Collector implements StateSaver {
        final List<TrainingState> states = new ArrayList<>();

        @Override
        public boolean isDue(long stepsDone) {
            return true;
        }

        @Override
        public void save(TrainingState state) {
            states.add(state);
        }
    }

    private Trainer trainer(TrainingSettings settings) {
        return new Trainer(backend, network(5), settings, TRAINING, HELD_OUT, HELD_OUT);
    }

    private static NetworkSpec network(int hidden) {
        return NetworkSpec.classifier(6, List.of(hidden), Activation.TANH.function(), 3);
    }

    private static TrainingSettings.Builder settings() {
        return TrainingSettings.builder()
                .epochs(EPOCHS)
                .batchSize(4)
                .schedule(LearningRateSchedule.linear(0.1).withWarmup(0.2))
                .seed(5);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRunResumedAfterAnyStepEndsWithTheSameBits(UpdateRule rule) {
        goesOnFromAnyStep(settings().rule(rule).stopping(new StoppingRules(3, 1e-9, 0, 0, 0)));
    }

    /** Masks follow from the epoch; the average of the weights is part of the state. */
    @Test
    void aRegularisedRunResumedAfterAnyStepEndsWithTheSameBits() {
        goesOnFromAnyStep(settings()
                .dropout(0.3)
                .labelSmoothing(0.1)
                .clipNorm(0.05)
                .averageDecay(0.9)
                .stopping(new StoppingRules(3, 0, 0, 0, 0)));
    }

    private void goesOnFromAnyStep(TrainingSettings.Builder builder) {
        TrainingSettings settings = builder.build();
        Outcome expected;
        try (Trainer trainer = trainer(settings)) {
            expected = Outcome.of(trainer, trainer.run(TrainingListener.silent()));
        }
        Collector saver = new Collector();
        try (Trainer trainer = trainer(settings)) {
            assertThat(Outcome.of(trainer, trainer.run(TrainingListener.silent(), saver)))
                    .as("saving changes nothing")
                    .isEqualTo(expected);
        }
        assertThat(saver.states).hasSize((int) expected.steps);
        for (TrainingState state : saver.states) {
            try (Trainer trainer = trainer(settings)) {
                trainer.restore(state);
                assertThat(Outcome.of(trainer, trainer.run(TrainingListener.silent())))
                        .as("from step %d", state.log().steps())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aRunThatPatienceEndedIsStillEndedWhenItIsResumed() {
        StoppingRules patience = new StoppingRules(1, 0, 0, 0, 0);
        TrainingSettings settings =
                settings().epochs(50).seed(3).stopping(patience).build();
        Collector saver = new Collector();
        Outcome expected;
        try (Trainer trainer = trainer(settings)) {
            expected = Outcome.of(trainer, trainer.run(TrainingListener.silent(), saver));
            assertThat(expected.reason).isEqualTo(StopReason.PATIENCE);
        }
        try (Trainer trainer = trainer(settings)) {
            trainer.restore(saver.states.get(saver.states.size() - 1));
            assertThat(Outcome.of(trainer, trainer.run(TrainingListener.silent())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void moreEpochsExtendAFinishedRunAndItsTimesAddUp() {
        TrainingSettings.Builder constant = settings().schedule(LearningRateSchedule.constant(0.1));
        Outcome expected;
        try (Trainer trainer = trainer(constant.epochs(5).build())) {
            expected = Outcome.of(trainer, trainer.run(TrainingListener.silent()));
        }
        Collector saver = new Collector();
        double seconds;
        try (Trainer trainer = trainer(constant.epochs(2).build())) {
            seconds = trainer.run(TrainingListener.silent(), saver).trainSeconds();
        }
        TrainingState end = saver.states.get(saver.states.size() - 1);
        assertThat(end.log().epoch()).isEqualTo(3);
        try (Trainer trainer = trainer(constant.epochs(5).build())) {
            trainer.restore(end);
            TrainingResult result = trainer.run(TrainingListener.silent());
            assertThat(Outcome.of(trainer, result)).isEqualTo(expected);
            assertThat(result.trainSeconds()).isGreaterThan(seconds);
            assertThat(result.samples()).isEqualTo(50);
            assertThat(result.history().get(1).seconds())
                    .isEqualTo(end.log().history().get(1).seconds());
        }
    }

    @Test
    void aStopWithinAnEpochIsSavedAndTheEpochIsWholeAgainAfterwards() {
        TrainingSettings settings = settings().build();
        Outcome expected;
        try (Trainer trainer = trainer(settings)) {
            expected = Outcome.of(trainer, trainer.run(TrainingListener.silent()));
        }
        List<TrainingState> saved = new ArrayList<>();
        try (Trainer trainer = trainer(settings)) {
            TrainingResult result = trainer.run(TrainingListener.silent(), new StateSaver() {
                @Override
                public boolean isDue(long stepsDone) {
                    if (stepsDone == 4) {
                        trainer.requestStop();
                    }
                    return false;
                }

                @Override
                public void save(TrainingState state) {
                    saved.add(state);
                }
            });
            assertThat(result.stoppedBy()).isEqualTo(StopReason.INTERRUPT);
            assertThat(result.steps()).isEqualTo(5);
            assertThat(result.history().get(1).samples()).isEqualTo(8);
            assertThat(saved).hasSize(2);
            assertThat(trainer.state())
                    .usingRecursiveComparison()
                    .ignoringFields("log.epochSeconds")
                    .isEqualTo(saved.get(1));
        }
        assertThat(saved.get(1).log().history()).hasSize(1);
        assertThat(saved.get(1).log().epochSteps()).isEqualTo(2);
        try (Trainer trainer = trainer(settings)) {
            trainer.restore(saved.get(1));
            assertThat(Outcome.of(trainer, trainer.run(TrainingListener.silent())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aStateIsRefusedByEveryOtherRun() {
        TrainingState state;
        try (Trainer trainer = trainer(settings().build())) {
            trainer.run(TrainingListener.silent());
            state = trainer.state();
        }
        refuses(state, network(6), settings(), TRAINING, "its network is 6-5-3 tanh identity, but this run's is 6-6-3");
        refuses(state, network(5), settings().seed(6), TRAINING, "its seed is 5, but this run's is 6");
        refuses(state, network(5), settings().batchSize(3), TRAINING, "its batch size is 4, but this run's is 3");
        refuses(state, network(5), settings(), data(11), "training samples is 10, but this run's is 11");
        refuses(state, network(5), settings().epochs(3), TRAINING, "has 4 epochs behind it");
        refuses(state, network(5), settings().rule(new UpdateRule.Sgd(0)), TRAINING, "[parameters, optimizer.0], but");
        try (Trainer trainer = trainer(settings().build())) {
            trainer.run(TrainingListener.silent());
            assertThatIllegalStateException().isThrownBy(() -> trainer.restore(state));
        }
    }

    private void refuses(
            TrainingState state, NetworkSpec spec, TrainingSettings.Builder settings, Dataset data, String reason) {
        try (Trainer trainer = new Trainer(backend, spec, settings.build(), data, null, null)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.restore(state))
                    .withMessageContaining("the state")
                    .withMessageContaining(reason);
        }
    }

    @Test
    void noStateIsSavedOnceALossOrAWeightIsNotFinite() {
        Collector saver = new Collector();
        TrainingSettings settings = settings()
                .epochs(50)
                .rule(new UpdateRule.Momentum(0.9f, true, 1e-3f))
                .schedule(LearningRateSchedule.constant(1e30))
                .build();
        try (Trainer trainer = trainer(settings)) {
            assertThatThrownBy(() -> trainer.run(TrainingListener.silent(), saver))
                    .isInstanceOf(TrainingDivergedException.class);
        }
        for (TrainingState state : saver.states) {
            assertThat(flat(state.parameters())).allMatch(Float::isFinite);
            assertThat(state.log().epochLosses()).allMatch(Float::isFinite);
        }
    }

    private static Dataset data(int samples) {
        CounterRandom random = new CounterRandom(99, Purpose.SYNTHETIC_DATA, samples);
        byte[] pixels = new byte[samples * 6];
        int[] labels = new int[samples];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(256);
        }
        for (int i = 0; i < samples; i++) {
            labels[i] = random.nextInt(3);
        }
        return Dataset.ofBytes(pixels, 6, 1f / 255, labels, 3);
    }
}
