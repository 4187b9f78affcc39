package dev.atelier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitializationTest {
    private static final NetworkSpec SPEC = NetworkSpec.classifier(400, List.of(300), Activation.RELU.function(), 10);

    @ParameterizedTest
    @EnumSource
    void weightsHaveTheVarianceOfThePaper(Initialization initialization) {
        double variance = switch (initialization) {
            case GLOROT -> 2.0 / (400 + 300);
            case GLOROT_SIGMOID -> 16 * 2.0 / (400 + 300);
            case HE -> 2.0 / 400;
            case LECUN -> 1.0 / 400;
        };
        float[] weights =
                NetworkWeights.initial(SPEC, initialization, 1).layers().get(0).weights();
        double sum = 0;
        double squares = 0;
        for (float weight : weights) {
            sum += weight;
            squares += weight * weight;
        }
        assertThat(sum / weights.length).isCloseTo(0, within(4 * Math.sqrt(variance / weights.length)));
        assertThat(squares / weights.length / variance).isCloseTo(1, within(0.03));
    }

    @Test
    void weightsDependOnTheSeedAndTheLayerOnly() {
        LayerWeights first = NetworkWeights.initial(SPEC, null, 1).layers().get(0);
        assertThat(NetworkWeights.initial(SPEC, null, 1).layers().get(0).weights())
                .containsExactly(first.weights());
        assertThat(NetworkWeights.initial(SPEC, null, 2).layers().get(0).weights()[0])
                .isNotEqualTo(first.weights()[0]);
        assertThat(NetworkWeights.initial(SPEC, null, 1).layers().get(1).weights()[0])
                .isNotEqualTo(first.weights()[0]);
        assertThat(first.bias()).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void everyActivationHasAnInitialisationThatKeepsTheSignalAlive(Activation activation) {
        NetworkSpec spec = NetworkSpec.classifier(256, List.of(256, 256, 256, 256), activation.function(), 256);
        NetworkWeights weights = NetworkWeights.initial(spec, null, 7);
        double[] x = new double[256];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.sin(i * 12.9898) * 1.5;
        }
        for (LayerWeights layer : weights.layers()) {
            double[] next = new double[layer.outputs()];
            for (int j = 0; j < next.length; j++) {
                double sum = 0;
                for (int i = 0; i < x.length; i++) {
                    sum += x[i] * layer.weights()[i * layer.outputs() + j];
                }
                next[j] = activation.function().value(sum);
            }
            x = next;
        }
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        assertThat(Math.sqrt(squares / x.length)).isBetween(0.02, 20.0);
    }
}
