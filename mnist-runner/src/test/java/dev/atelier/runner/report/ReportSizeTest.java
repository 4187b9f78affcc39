package dev.atelier.runner.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.model.ModelFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page stays below two megabytes, whatever the network. */
class ReportSizeTest {
    private static final int LIMIT = 2_000_000;

    /** Random weights and images are what PNG compresses least. */
    @ParameterizedTest(name = "{0} x {0} pixels, {1} hidden units, {2} classes")
    @CsvSource({"28, 1000, 10", "4, 20000, 10", "64, 500, 10", "150, 60, 10", "5, 20, 256"})
    void aPageIsSmall(int side, int hidden, int classes) {
        NetworkSpec spec = NetworkSpec.classifier(side * side, List.of(hidden), Activation.RELU.function(), classes);
        Random random = new Random(side);
        int count = 80;
        byte[] pixels = new byte[count * side * side];
        random.nextBytes(pixels);
        int[] labels = random.ints(count, 0, classes).toArray();
        ImageSet images = new ImageSet(side, side, pixels, labels);
        ModelFile.Model model =
                new ModelFile.Model(NetworkWeights.initial(spec, null, 1), Loss.CROSS_ENTROPY, 1f / 255, side, side);
        ModelReport report = ModelReport.measure(
                new ModelReport.Subject(model, "noise", images, "nothing"),
                new Evaluation(count, 0, 1),
                set -> {
                    float[] outputs = new float[set.count() * classes];
                    for (int i = 0; i < outputs.length; i++) {
                        outputs[i] = random.nextFloat();
                    }
                    return outputs;
                },
                null,
                line -> {});
        assertThat(new ReportPage(report).toHtml().getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(LIMIT);
    }
}
