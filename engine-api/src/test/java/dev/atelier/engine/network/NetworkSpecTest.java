package dev.atelier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.tck.ReferenceBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {
    @Test
    void theNetworkOfTheLectureHas795010Parameters() {
        NetworkSpec spec = NetworkSpec.classifier(784, List.of(1000), Activation.RELU.function(), 10);
        assertThat(spec.parameters()).isEqualTo(785_000 + 10_010);
        assertThat(spec).hasToString("784-1000-10");
        assertThat(spec.layers().get(0).activation()).isEqualTo(Activation.RELU.function());
        assertThat(spec.layers().get(1).activation()).isEqualTo(Activation.IDENTITY.function());
    }

    @Test
    void depthIsFree() {
        NetworkSpec linear = NetworkSpec.classifier(3, List.of(), Activation.RELU.function(), 2);
        assertThat(linear).hasToString("3-2");
        assertThat(linear.parameters()).isEqualTo(8);
        NetworkSpec deep = NetworkSpec.classifier(3, List.of(5, 4), Activation.TANH.function(), 2);
        assertThat(deep.parameters()).isEqualTo(4 * 5 + 6 * 4 + 5 * 2);
        assertThat(deep.inputsOf(2)).isEqualTo(4);
    }

    @Test
    void everyPartIsNamed() {
        NetworkSpec spec = NetworkSpec.classifier(3, List.of(5), Activation.TANH.function(), 2);
        assertThat(spec.widths()).containsExactly(3, 5, 2);
        assertThat(spec.outputs()).isEqualTo(2);
        assertThat(Loss.CROSS_ENTROPY.label()).isEqualTo("cross-entropy");
        assertThat(Loss.MEAN_SQUARED_ERROR.label()).isEqualTo("mse");
        assertThat(Initialization.GLOROT_SIGMOID.label()).isEqualTo("glorot-sigmoid");
    }

    @Test
    void parametersGoToADeviceAndComeBack() {
        NetworkSpec spec = NetworkSpec.classifier(3, List.of(5), Activation.TANH.function(), 2);
        NetworkWeights weights = NetworkWeights.initial(spec, null, 3);
        weights.layers().get(0).bias()[4] = 6;
        weights.layers().get(1).bias()[0] = 7;
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("parameters")) {
            ParameterSet set = ParameterSet.allocate(arena, "parameters", spec);
            assertThat(set.layers().get(1).weights()).hasToString("'weights 1' F32 [5][2]");
            assertThat(set.layers().get(1).bias()).hasToString("'bias 1' F32 [1][2]");
            set.write(weights);
            NetworkWeights read = set.read(spec);
            assertThat(read.spec()).isEqualTo(spec);
            for (int i = 0; i < 2; i++) {
                assertThat(read.layers().get(i).weights())
                        .isEqualTo(weights.layers().get(i).weights());
                assertThat(read.layers().get(i).bias())
                        .isEqualTo(weights.layers().get(i).bias());
            }
        }
    }

    @Test
    void faultsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkSpec(1, List.of()))
                .withMessageContaining("but has 1 and 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LayerWeights(2, 3, new float[5], new float[3]))
                .withMessageContaining("a layer [2][3] can't have 5 weights and 3 biases");
        assertThatIllegalArgumentException().isThrownBy(() -> new LayerWeights(2, 3, new float[6], new float[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Regularization(0.5, 0, 0, null));
        NetworkSpec two = NetworkSpec.classifier(3, List.of(2), Activation.RELU.function(), 2);
        LayerWeights first = new LayerWeights(3, 2, new float[6], new float[2]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkWeights(two, List.of(first)))
                .withMessageContaining("network 3-2-2 has 2 layers, but there are weights of 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new NetworkWeights(two, List.of(first, new LayerWeights(2, 3, new float[6], new float[3]))))
                .withMessageContaining("layer 1 of network 3-2-2 can't have weights [2][3]");
        assertThatIllegalArgumentException().isThrownBy(() -> new NetworkSpec(0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LayerSpec(0, Activation.RELU.function()));
        NetworkSpec spec = NetworkSpec.classifier(3, List.of(), Activation.RELU.function(), 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkWeights(spec, List.of(new LayerWeights(2, 2, new float[4], new float[2]))))
                .withMessageContaining("layer 0 of network 3-2 can't have weights [2][2]");
    }
}
