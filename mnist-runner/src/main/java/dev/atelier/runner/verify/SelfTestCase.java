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

    /** Below the norm of the first steps' gradients and above that of the last ones'. */
    private static final double CLIP_NORM = 0.35;

    private static final UpdateRule PLAIN = new UpdateRule.Sgd(1e-3f);
    private static final NetworkSpec DEEP = NetworkSpec.classifier(33, List.of(64, 17), Activation.TANH.function(), 5);

    /** Each activation, both losses, every kind of optimiser, odd sizes, and the shape of the default network. */
    static List<SelfTestCase> plain() {
        List<SelfTestCase> cases = new ArrayList<>();
        UpdateRule nesterov = new UpdateRule.Momentum(0.9f, true, 1e-3f);
        UpdateRule momentum = new UpdateRule.Momentum(0.5f, false, 0);
        for (Activation activation : Activation.values()) {
            NetworkSpec spec = NetworkSpec.classifier(65, List.of(63), activation.function(), 7);
            cases.add(new SelfTestCase(
                    activation.label(), spec, settings(PLAIN, 7).build(), 22));
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

    /** What keeps a network from learning by heart, each by itself. */
    static List<SelfTestCase> regularized() {
        NetworkSpec selu = NetworkSpec.classifier(33, List.of(64, 17), Activation.SELU.function(), 5);
        return List.of(
                deep("dropout", settings(PLAIN, 8).dropout(0.3)),
                new SelfTestCase(
                        "alpha dropout", selu, settings(PLAIN, 8).dropout(0.1).build(), 43),
                deep("label smoothing", settings(PLAIN, 8).labelSmoothing(0.2)),
                deep("clipping by norm", settings(PLAIN, 8).clipNorm(CLIP_NORM)),
                deep("moving average of the weights", settings(PLAIN, 8).averageDecay(0.9)));
    }

    /** The last batch has five samples less than the others. */
    private static SelfTestCase deep(String name, TrainingSettings.Builder settings) {
        return new SelfTestCase(name, DEEP, settings.build(), 43);
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
