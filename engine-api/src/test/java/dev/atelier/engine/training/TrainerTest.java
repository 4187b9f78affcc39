package dev.atelier.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerSpec;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import dev.atelier.engine.tck.ReferenceBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The training loop on the reference backend, against {@link HostTraining}. */
class TrainerTest {
    private static final UpdateRule NESTEROV = new UpdateRule.Momentum(0.9f, true, 1e-3f);
    private static final long SEED = 11;

    private final Backend backend = new ReferenceBackend();

    @AfterEach
    void everythingIsFreed() {
        assertThat(backend.memory().allocations()).isZero();
        backend.close();
    }

    @ParameterizedTest
    @EnumSource
    void twoEpochsWithASmallerLastBatchAgreeWithDoublePrecision(Activation activation) {
        NetworkSpec spec = new NetworkSpec(
                6, List.of(new LayerSpec(5, activation.function()), new LayerSpec(4, activation.function()), out(3)));
        agreesWithDoublePrecision(spec, Loss.CROSS_ENTROPY, NESTEROV);
    }

    /** Its corrections depend on how many steps were done in all epochs. */
    @Test
    void twoEpochsOfAdamAgreeWithDoublePrecision() {
        NetworkSpec spec = new NetworkSpec(6, List.of(new LayerSpec(5, Activation.TANH.function()), out(3)));
        agreesWithDoublePrecision(spec, Loss.CROSS_ENTROPY, new UpdateRule.Adam(0.9f, 0.999f, 1e-4f, 1e-3f));
    }

    @ParameterizedTest
    @EnumSource
    void theOutputLayerMayHaveAnActivation(Activation activation) {
        agreesWithDoublePrecision(
                new NetworkSpec(6, List.of(new LayerSpec(3, activation.function()))),
                Loss.MEAN_SQUARED_ERROR,
                NESTEROV);
    }

    /** Both outputs are linear in the features, so that squared error has one minimum, at known weights. */
    @Test
    void numbersAsTargetsAreFitted() {
        float[] features = new float[40];
        new CounterRandom(SEED, Purpose.INITIAL_WEIGHTS, 0).fillUniform(features, 1);
        float[] targets = new float[40];
        for (int i = 0; i < 20; i++) {
            targets[2 * i] = 2 * features[2 * i] - 3 * features[2 * i + 1] + 0.5f;
            targets[2 * i + 1] = features[2 * i + 1] - 1;
        }
        Dataset data = Dataset.ofTargets(features, 2, targets, 2);
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(200)
                .batchSize(7)
                .loss(Loss.MEAN_SQUARED_ERROR)
                .schedule(LearningRateSchedule.constant(0.1))
                .build();
        NetworkSpec spec = new NetworkSpec(2, List.of(out(2)));
        try (Trainer trainer = new Trainer(backend, spec, settings, data, data.range(0, 5), data)) {
            Evaluation test = trainer.run(TrainingListener.silent()).test();
            assertThat(test.hasAccuracy()).isFalse();
            assertThat(test.loss()).isLessThan(1e-8);
            LayerWeights layer = trainer.weights().layers().get(0);
            assertThat(layer.weights()).containsExactly(new float[] {2, 0, -3, 1}, within(1e-3f));
            assertThat(layer.bias()).containsExactly(new float[] {0.5f, -1}, within(1e-3f));
        }
        TrainingSettings classes = TrainingSettings.builder().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trainer(backend, spec, classes, data, null, null))
                .withMessageContaining("need the loss mse");
    }

    private static LayerSpec out(int classes) {
        return new LayerSpec(classes, Activation.IDENTITY.function());
    }

    /** What is dropped, clipped, smoothed and averaged is so in every step, the short last one of an epoch included. */
    @ParameterizedTest
    @EnumSource(names = {"TANH", "SELU", "RELU", "GELU"})
    void regularisedEpochsAgreeWithDoublePrecision(Activation activation) {
        NetworkSpec spec = new NetworkSpec(
                6, List.of(new LayerSpec(9, activation.function()), new LayerSpec(4, activation.function()), out(3)));
        agreesWithDoublePrecision(
                spec,
                TrainingSettings.builder()
                        .rule(NESTEROV)
                        .dropout(0.4)
                        .labelSmoothing(0.1)
                        .clipNorm(0.05)
                        .averageDecay(0.3));
    }

    /** The norms are measured in steps of their own, which must do all that others do. */
    @Test
    void measuredRegularisedEpochsAgreeWithDoublePrecision() {
        NetworkSpec spec = new NetworkSpec(6, List.of(new LayerSpec(9, Activation.TANH.function()), out(3)));
        agreesWithDoublePrecision(
                spec,
                TrainingSettings.builder()
                        .rule(NESTEROV)
                        .clipNorm(0.05)
                        .averageDecay(0.9)
                        .stopping(new StoppingRules(0, 0, 1e-30, 0, 0)));
    }

    private void agreesWithDoublePrecision(NetworkSpec spec, Loss loss, UpdateRule rule) {
        agreesWithDoublePrecision(spec, TrainingSettings.builder().loss(loss).rule(rule));
    }

    private void agreesWithDoublePrecision(NetworkSpec spec, TrainingSettings.Builder builder) {
        Dataset data = data(10);
        LearningRateSchedule schedule = LearningRateSchedule.linear(0.1).withWarmup(0.2);
        TrainingSettings settings =
                builder.epochs(2).batchSize(4).schedule(schedule).seed(SEED).build();
        HostTraining expected = new HostTraining(NetworkWeights.initial(spec, null, SEED), settings);
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < 6; step++) {
            int[] order = IntStream.range(0, 10).toArray();
            new CounterRandom(SEED, Purpose.SHUFFLE, 1 + step / 3).shuffle(order);
            int from = step % 3 * 4;
            int[] batch = Arrays.copyOfRange(order, from, Math.min(10, from + 4));
            losses.add(expected.step(data, batch, schedule.at(step, 6), 1 + step / 3));
        }

        try (Trainer trainer = new Trainer(backend, spec, settings, data, null, null)) {
            TrainingResult result = trainer.run(TrainingListener.silent());
            assertThat(result.steps()).isEqualTo(6);
            assertThat(result.samples()).isEqualTo(20);
            assertThat(result.stoppedBy()).isEqualTo(StopReason.EPOCHS);
            assertThat(result.firstLosses()).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat((double) result.firstLosses().get(i)).isCloseTo(losses.get(i), within(1e-5));
            }
            double secondEpoch = (4 * losses.get(3) + 4 * losses.get(4) + 2 * losses.get(5)) / 10;
            assertThat(result.history().get(1).trainLoss()).isCloseTo(secondEpoch, within(1e-5));
            assertClose(trainer.weights(), expected.parameters());
        }
    }

    private static void assertClose(NetworkWeights weights, double[][] expected) {
        for (int i = 0; i < weights.layers().size(); i++) {
            LayerWeights layer = weights.layers().get(i);
            for (int j = 0; j < layer.weights().length; j++) {
                assertThat((double) layer.weights()[j]).isCloseTo(expected[2 * i][j], within(2e-5));
            }
            for (int j = 0; j < layer.bias().length; j++) {
                assertThat((double) layer.bias()[j]).isCloseTo(expected[2 * i + 1][j], within(2e-5));
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherSeedDoesNot() {
        float[] first = trainedWeights(SEED);
        assertThat(trainedWeights(SEED)).containsExactly(first);
        assertThat(trainedWeights(SEED + 1)).isNotEqualTo(first);
    }

    private float[] trainedWeights(long seed) {
        try (Trainer trainer =
                new Trainer(backend, network(), settings(3, 0.1, StoppingRules.none(), seed), data(10), null, null)) {
            trainer.run(TrainingListener.silent());
            return trainer.weights().layers().get(0).weights();
        }
    }

    @Test
    void aSmallGradientStopsTheRunAndMeasuringLeavesTheWeightsAlone() {
        float[] plain = trainedWeights(SEED);
        StoppingRules never = new StoppingRules(0, 0, 1e-30, 0, 0);
        try (Trainer trainer = new Trainer(backend, network(), settings(3, 0.1, never, SEED), data(10), null, null)) {
            assertThat(trainer.run(TrainingListener.silent()).stoppedBy()).isEqualTo(StopReason.EPOCHS);
            float[] measured = trainer.weights().layers().get(0).weights();
            for (int i = 0; i < plain.length; i++) {
                assertThat(measured[i]).isCloseTo(plain[i], within(1e-6f));
            }
        }
        Dataset data = data(4);
        HostTraining host = new HostTraining(
                NetworkWeights.initial(network(), null, SEED),
                TrainingSettings.builder().rule(new UpdateRule.Sgd(0)).build());
        host.step(data, new int[] {0, 1, 2, 3}, 0.1, 1);
        double norm = host.gradientNorm();
        assertThat(stopped(new StoppingRules(0, 0, norm * 1.001, 0, 0), data)).isEqualTo(StopReason.GRAD_NORM);
        assertThat(stopped(new StoppingRules(0, 0, norm * 0.999, 0, 0), data)).isEqualTo(StopReason.EPOCHS);
        assertThat(stopped(new StoppingRules(0, 0.1 * norm * 1.001, 0, 0, 0), data))
                .isEqualTo(StopReason.WEIGHT_CHANGE);
        assertThat(stopped(new StoppingRules(0, 0.1 * norm * 0.999, 0, 0, 0), data))
                .isEqualTo(StopReason.EPOCHS);
    }

    /** One step on all samples at once. */
    private StopReason stopped(StoppingRules rules, Dataset data) {
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(1)
                .batchSize(4)
                .rule(new UpdateRule.Sgd(0))
                .schedule(LearningRateSchedule.constant(0.1))
                .seed(SEED)
                .stopping(rules)
                .build();
        try (Trainer trainer = new Trainer(backend, network(), settings, data, null, null)) {
            return trainer.run(TrainingListener.silent()).stoppedBy();
        }
    }

    @Test
    void patienceStopsWhenHeldOutErrorNoLongerFallsAndReturnsToTheBestWeights() {
        Dataset training = data(40);
        Dataset heldOut = Dataset.ofBytes(training.bytes(), 6, 1f / 255, shifted(training.labels()), 3);
        List<float[]> weights = new ArrayList<>();
        List<Integer> errors = new ArrayList<>();
        StoppingRules rules = new StoppingRules(2, 0, 0, 0, 0);
        try (Trainer trainer =
                new Trainer(backend, network(), settings(100, 0.3, rules, SEED), training, heldOut, heldOut)) {
            TrainingResult result = trainer.run(new TrainingListener() {
                @Override
                public void onEpoch(EpochResult epoch) {
                    weights.add(trainer.weights().layers().get(0).weights());
                    errors.add(40 - epoch.validation().correct());
                }
            });
            int best = errors.indexOf(errors.stream().min(Integer::compare).orElseThrow());
            assertThat(result.stoppedBy()).isEqualTo(StopReason.PATIENCE);
            assertThat(errors).hasSize(best + 3);
            assertThat(trainer.weights().layers().get(0).weights()).containsExactly(weights.get(best));
            assertThat(40 - result.test().correct()).isEqualTo(errors.get(best));
        }
    }

    private static int[] shifted(int[] labels) {
        return Arrays.stream(labels).map(label -> (label + 1) % 3).toArray();
    }

    @Test
    void aReachedTargetStopsTheRun() {
        Dataset data = data(9);
        try (Trainer trainer = new Trainer(
                backend, network(), settings(2000, 0.05, new StoppingRules(0, 0, 0, 0.8, 0), SEED), data, null, data)) {
            TrainingResult result = trainer.run(TrainingListener.silent());
            assertThat(result.stoppedBy()).isEqualTo(StopReason.TARGET);
            assertThat(result.test().accuracy()).isGreaterThanOrEqualTo(0.8);
            assertThat(result.history()).hasSizeLessThan(2000);
        }
    }

    @Test
    void timeStopsTheRun() {
        try (Trainer trainer = new Trainer(
                backend,
                network(),
                settings(1_000_000, 0.001, new StoppingRules(0, 0, 0, 0, 0.05), SEED),
                data(10),
                null,
                null)) {
            TrainingResult result = trainer.run(TrainingListener.silent());
            assertThat(result.stoppedBy()).isEqualTo(StopReason.TIME);
            assertThat(result.trainSeconds()).isGreaterThanOrEqualTo(0.05);
        }
    }

    @Test
    void theTimeThatAListenerTakesIsNoTraining() {
        AtomicBoolean held = new AtomicBoolean();
        TrainingListener holding = new TrainingListener() {
            @Override
            public void onProgress(TrainingProgress progress) {
                if (!held.getAndSet(true)) {
                    LockSupport.parkNanos(2_000_000_000);
                }
            }
        };
        StoppingRules twoSeconds = new StoppingRules(0, 0, 0, 0, 2);
        try (Trainer trainer =
                new Trainer(backend, network(), settings(3, 0.1, twoSeconds, SEED), data(10), null, null)) {
            assertThat(trainer.run(holding).stoppedBy()).isEqualTo(StopReason.EPOCHS);
        }
    }

    @Test
    void aRequestStopsTheRunAfterTheCurrentStep() {
        try (Trainer trainer = new Trainer(
                backend, network(), settings(100, 0.1, StoppingRules.none(), SEED), data(10), null, data(10))) {
            trainer.requestStop();
            TrainingResult result = trainer.run(TrainingListener.silent());
            assertThat(result.stoppedBy()).isEqualTo(StopReason.INTERRUPT);
            assertThat(result.steps()).isEqualTo(1);
            assertThat(result.samples()).isEqualTo(4);
            assertThat(result.test()).isNotNull();
            assertThatIllegalStateException().isThrownBy(() -> trainer.run(TrainingListener.silent()));
        }
    }

    @Test
    void aLossThatIsNotFiniteEndsTheRunAndNamesTheStep() {
        try (Trainer trainer =
                new Trainer(backend, network(), settings(50, 1e30, StoppingRules.none(), SEED), data(10), null, null)) {
            assertThatThrownBy(() -> trainer.run(TrainingListener.silent()))
                    .isInstanceOf(TrainingDivergedException.class)
                    .hasMessageContaining("at step")
                    .hasMessageContaining("lower learning rate");
        }
    }

    @Test
    void dataThatDoNotFitAreRefusedBeforeAnythingIsAllocated() {
        TrainingSettings plain = settings(1, 0.1, StoppingRules.none(), SEED);
        Dataset wide = Dataset.ofBytes(new byte[7], 7, 1, new int[1], 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trainer(backend, network(), plain, wide, null, null))
                .withMessageContaining("network 6-8-3 does not fit data of 7 features and 3 classes");
        TrainingSettings patience = settings(1, 0.1, new StoppingRules(1, 0, 0, 0, 0), SEED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trainer(backend, network(), patience, data(4), null, null))
                .withMessageContaining("patience needs held-out validation data");
        TrainingSettings target = settings(1, 0.1, new StoppingRules(0, 0, 0, 0.5, 0), SEED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trainer(backend, network(), target, data(4), null, null))
                .withMessageContaining("target accuracy needs test data");
    }

    private static NetworkSpec network() {
        return NetworkSpec.classifier(6, List.of(8), Activation.TANH.function(), 3);
    }

    private static TrainingSettings settings(int epochs, double rate, StoppingRules rules, long seed) {
        return TrainingSettings.builder()
                .epochs(epochs)
                .batchSize(4)
                .rule(NESTEROV)
                .schedule(LearningRateSchedule.constant(rate))
                .seed(seed)
                .stopping(rules)
                .build();
    }

    /** Random pixels with random labels. */
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
