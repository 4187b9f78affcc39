package dev.atelier.runner.verify;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * One training of {@link SelfTest}.
 *
 * @param name for people
 * @param samples how many it trains on, for one epoch
 */
record SelfTestCase(String name, NetworkSpec spec, TrainingSettings settings, int samples) {
    /** Of all that is random. */
    static final long SEED = 5;

    /** Between the norms of the steps' gradients, which go from 1.2 to 2.7: some are clipped, and some are not. */
    private static final double CLIP_NORM = 1.3;

    private static final UpdateRule PLAIN = new UpdateRule.Sgd(1e-3f);
    private static final NetworkSpec DEEP = NetworkSpec.classifier(33, List.of(64, 17), Activation.TANH.function(), 5);

    /** Each activation, both losses, every kind of optimiser, odd sizes, and the shape of the default network. */
    static List<SelfTestCase> plain() {
        List<SelfTestCase> cases = new ArrayList<>();
        UpdateRule nesterov = new UpdateRule.Momentum(0.9f, true, 1e-3f);
        UpdateRule momentum = new UpdateRule.Momentum(0.5f, false, 0);
        for (Activation activation : Activation.values()) {
            cases.add(small(activation.label(), small(activation), settings(PLAIN, 7)));
        }
        TrainingSettings squared =
                settings(nesterov, 8).loss(Loss.MEAN_SQUARED_ERROR).build();
        cases.add(new SelfTestCase("mean squared error, nesterov", DEEP, squared, 40));
        cases.add(deep("rmsprop", settings(new UpdateRule.RmsProp(0.9f, 0.1f, 1e-3f), 8)));
        cases.add(deep("adam", settings(new UpdateRule.Adam(0.9f, 0.999f, 0.1f, 1e-3f), 8)));
        cases.add(deep("adamw", settings(new UpdateRule.AdamW(0.9f, 0.999f, 0.1f, 1e-2f), 8)));
        cases.add(new SelfTestCase("momentum", DEEP, settings(momentum, 1).build(), 9));
        NetworkSpec usual = NetworkSpec.classifier(784, List.of(1000), Activation.RELU.function(), 10);
        cases.add(new SelfTestCase("784-1000-10", usual, settings(PLAIN, 128).build(), 260));
        return cases;
    }

    /** What keeps a network from learning by heart, each by itself, on the networks of {@link #plain()}, whose kernels a device has then. */
    static List<SelfTestCase> regularized() {
        NetworkSpec tanh = small(Activation.TANH);
        return List.of(
                small("dropout", tanh, settings(PLAIN, 7).dropout(0.3)),
                small(
                        "alpha dropout",
                        small(Activation.SELU),
                        settings(PLAIN, 7).dropout(0.1)),
                small("label smoothing", tanh, settings(PLAIN, 7).labelSmoothing(0.2)),
                small("clipping by norm", tanh, settings(PLAIN, 7).clipNorm(CLIP_NORM)),
                small("moving average of the weights", tanh, settings(PLAIN, 7).averageDecay(0.9)));
    }

    private static NetworkSpec small(Activation activation) {
        return NetworkSpec.classifier(65, List.of(63), activation.function(), 7);
    }

    /** The last of four batches has one sample. */
    private static SelfTestCase small(String name, NetworkSpec spec, TrainingSettings.Builder settings) {
        return new SelfTestCase(name, spec, settings.build(), 22);
    }

    private static SelfTestCase deep(String name, TrainingSettings.Builder settings) {
        return new SelfTestCase(name, DEEP, settings.build(), 40);
    }

    private static TrainingSettings.Builder settings(UpdateRule rule, int batch) {
        return TrainingSettings.builder()
                .epochs(1)
                .batchSize(batch)
                .loss(Loss.CROSS_ENTROPY)
                .rule(rule)
                .schedule(LearningRateSchedule.linear(0.1))
                .seed(SEED);
    }
}
