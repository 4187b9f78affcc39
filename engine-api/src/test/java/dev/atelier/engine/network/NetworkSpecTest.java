package dev.atelier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.engine.backend.Activation;
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
    void faultsAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NetworkSpec(0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LayerSpec(0, Activation.RELU.function()));
        NetworkSpec spec = NetworkSpec.classifier(3, List.of(), Activation.RELU.function(), 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkWeights(spec, List.of(new LayerWeights(2, 2, new float[4], new float[2]))))
                .withMessageContaining("layer 0 of network 3-2 can't have weights [2][2]");
    }
}
