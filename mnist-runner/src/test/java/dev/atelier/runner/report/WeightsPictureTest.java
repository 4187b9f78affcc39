package dev.atelier.runner.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsPictureTest {
    /** Two pixels side by side, three neurons, one output; the second neuron has by far the largest outgoing weight. */
    private static final NetworkWeights NETWORK = new NetworkWeights(
            NetworkSpec.classifier(2, List.of(3), Activation.RELU.function(), 1),
            List.of(
                    new LayerWeights(2, 3, new float[] {1, 4, 0, -1, -2, 0}, new float[3]),
                    new LayerWeights(3, 1, new float[] {1, 9, 1}, new float[1])));

    @Test
    void theMostImportantNeuronComesFirst() {
        assertThat(WeightsPicture.byImportance(NETWORK)).containsExactly(1, 0, 2);
    }

    @Test
    void signAndSizeOfAWeightShowAsColourAndStrength() {
        BufferedImage sheet = WeightsPicture.draw(NETWORK, 1, 2, 2, 2);
        assertThat(sheet.getWidth()).isEqualTo(2 + 2 * 4);
        assertThat(sheet.getHeight()).isEqualTo(2 + 2 * 3);
        assertThat(sheet.getRGB(2, 2) & 0xFFFFFF).as("weight 4 of 4").isEqualTo(0xD55E00);
        assertThat(sheet.getRGB(3, 2) & 0xFFFFFF).as("weight -2 of 4").isEqualTo(0x80B9D9);
        assertThat(sheet.getRGB(7, 2) & 0xFFFFFF).as("weight -1 of 1").isEqualTo(0x0072B2);
        assertThat(sheet.getRGB(2, 5) & 0xFFFFFF).as("weight 0 of 0").isEqualTo(0xFFFFFF);
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightsPicture.draw(NETWORK, 2, 2, 1, 1))
                .withMessageContaining("does not see images of 2 x 2");
    }
}
