package dev.atelier.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.training.Predictor;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.model.ModelFile;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page shows is what a backend computes. */
class HostNetworkTest {
    private static final int IMAGES = 9;
    private static final int PIXELS = 35;

    @ParameterizedTest
    @EnumSource(Activation.class)
    void agreesWithTheCpuBackend(Activation activation) {
        NetworkSpec spec = NetworkSpec.classifier(PIXELS, List.of(17, 6), activation.function(), 4);
        NetworkWeights weights = NetworkWeights.initial(spec, null, 11);
        byte[] pixels = new byte[IMAGES * PIXELS];
        new Random(5).nextBytes(pixels);
        Arrays.fill(pixels, 0, PIXELS / 2, (byte) 0);
        float[] expected;
        try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
                Arena arena = backend.arena("model")) {
            ParameterSet parameters = ParameterSet.allocate(arena, "parameters", spec);
            parameters.write(weights);
            Dataset data = Dataset.ofBytes(pixels, PIXELS, 1f / 255, new int[IMAGES], 4);
            try (Predictor predictor =
                    new Predictor(backend, spec, parameters, DeviceDataset.upload(arena, "data", data))) {
                expected = predictor.run();
            }
        }
        HostNetwork host = new HostNetwork(new ModelFile.Model(weights, Loss.CROSS_ENTROPY, 1f / 255, 7, 5));
        int[] answers = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            byte[] image = Arrays.copyOfRange(pixels, i * PIXELS, (i + 1) * PIXELS);
            List<float[]> layers = host.layers(image);
            assertThat(layers.stream().map(layer -> layer.length)).containsExactly(17, 6, 4);
            for (int k = 0; k < 4; k++) {
                assertThat(layers.get(2)[k]).isCloseTo(expected[i * 4 + k], within(1e-4f));
            }
            answers[i] = HostNetwork.largest(Arrays.copyOfRange(expected, i * 4, (i + 1) * 4));
        }
        int[] labels = answers.clone();
        labels[2] = (labels[2] + 1) % 4;
        assertThat(host.accuracy(new ImageSet(7, 5, pixels, labels), IMAGES)).isEqualTo(8.0 / 9);
    }
}
