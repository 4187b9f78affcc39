package dev.atelier.runner.lab;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.TrainingSettings;
import java.util.List;

/** Networks and settings that several experiments use. */
final class Nets {
    private static final double ADAM_RATE = 0.002;

    private Nets() {}

    /** Returns a classifier with ReLU and these hidden widths. */
    static NetworkSpec relu(int inputs, List<Integer> hidden, int classes) {
        return NetworkSpec.classifier(inputs, hidden, Activation.RELU.function(), classes);
    }

    /** Returns settings that train small networks well without being tuned: Adam, with a rate that falls to zero. */
    static TrainingSettings.Builder adam(long seed, int epochs, int batch) {
        return adam(seed, epochs, batch, ADAM_RATE);
    }

    static TrainingSettings.Builder adam(long seed, int epochs, int batch, double rate) {
        return TrainingSettings.builder()
                .epochs(epochs)
                .batchSize(batch)
                .rule(new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0))
                .schedule(LearningRateSchedule.linear(rate))
                .seed(seed);
    }
}
