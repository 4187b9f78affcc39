package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Ten steps of training on fixed data give the losses that an independent implementation computed in double precision:
 * {@code golden_losses.py} next to {@code golden_losses.csv}.
 */
interface GoldenChecks extends Conformance {
    @Test
    default void crossEntropyTrainingGivesTheGoldenLosses() {
        train(
                "cross-entropy-sgd",
                0.5f,
                new SmallNetwork.Design(20, 16, CLASSES, 8, Activation.RELU.function(), true, new UpdateRule.Sgd(0)));
    }

    @Test
    default void squaredErrorTrainingGivesTheGoldenLosses() {
        UpdateRule rule = new UpdateRule.Momentum(0.9f, true, 0.01f);
        train(
                "squared-error-nesterov-decay",
                0.5f,
                new SmallNetwork.Design(20, 16, CLASSES, 8, Activation.TANH.function(), false, rule));
    }

    @Test
    default void rmsPropTrainingGivesTheGoldenLosses() {
        UpdateRule rule = new UpdateRule.RmsProp(0.9f, 1e-5f, 0.01f);
        train(
                "cross-entropy-rmsprop-decay",
                0.02f,
                new SmallNetwork.Design(20, 16, CLASSES, 8, Activation.TANH.function(), true, rule));
    }

    @Test
    default void adamTrainingGivesTheGoldenLosses() {
        UpdateRule rule = new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0.01f);
        train(
                "cross-entropy-adam-decay",
                0.05f,
                new SmallNetwork.Design(20, 16, CLASSES, 8, Activation.TANH.function(), true, rule));
    }

    @Test
    default void adamWTrainingGivesTheGoldenLosses() {
        UpdateRule rule = new UpdateRule.AdamW(0.8f, 0.99f, 1e-4f, 0.5f);
        train(
                "squared-error-adamw",
                0.05f,
                new SmallNetwork.Design(20, 16, CLASSES, 8, Activation.TANH.function(), false, rule));
    }

    private void train(String name, float rate, SmallNetwork.Design design) {
        bed().trial("ten steps of " + name, t -> {
            SmallNetwork network = t.network(design, NetworkData.golden(design, rate, 32, 10));
            for (int step = 0; step < 10; step++) {
                network.step(t.ops());
            }
            double[] golden = golden(name);
            float[] losses = network.losses();
            for (int step = 0; step < 10; step++) {
                if (!(Math.abs(losses[step] - golden[step]) <= 1e-5 * golden[step])) {
                    throw t.failure(
                            "loss of step " + step, golden[step] + " within " + 1e-5 * golden[step], losses[step]);
                }
            }
        });
    }

    private static double[] golden(String name) {
        try (InputStream stream = GoldenChecks.class.getResourceAsStream("golden_losses.csv")) {
            if (stream == null) {
                throw new IllegalStateException("golden_losses.csv is not beside GoldenChecks.class");
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> line.startsWith(name + ","))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
