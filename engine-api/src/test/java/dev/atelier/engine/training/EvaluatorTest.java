package dev.atelier.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.LayerSpec;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.tck.ReferenceBackend;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A linear model evaluated on as many samples as make up batches and what is left, against double precision, sample by sample. */
class EvaluatorTest {
    private static final int INPUTS = 3;
    private static final int OUTPUTS = 4;

    private final NetworkSpec spec =
            new NetworkSpec(INPUTS, List.of(new LayerSpec(OUTPUTS, Activation.IDENTITY.function())));
    private final Random random = new Random(20261126);
    private final float[] weights = floats(INPUTS * OUTPUTS);
    private final float[] bias = floats(OUTPUTS);

    private float[] floats(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = 4 * random.nextFloat() - 2;
        }
        return values;
    }

    private double output(float[] features, int sample, int j) {
        double sum = bias[j];
        for (int k = 0; k < INPUTS; k++) {
            sum += (double) features[sample * INPUTS + k] * weights[k * OUTPUTS + j];
        }
        return sum;
    }

    /** Evaluates twice, of which the second must not know. */
    private Evaluation evaluate(Dataset data, Loss loss) {
        try (Backend backend = new ReferenceBackend();
                Arena model = backend.arena("model")) {
            ParameterSet parameters = ParameterSet.allocate(model, "parameters", spec);
            parameters.write(new NetworkWeights(spec, List.of(new LayerWeights(INPUTS, OUTPUTS, weights, bias))));
            DeviceDataset resident = DeviceDataset.upload(model, "data", data);
            int before = backend.memory().arenas();
            Evaluation evaluation;
            try (Evaluator evaluator = new Evaluator(backend, spec, parameters, loss, resident)) {
                evaluation = evaluator.run();
                assertThat(evaluator.run()).isEqualTo(evaluation);
            }
            assertThat(backend.memory().arenas()).isEqualTo(before);
            return evaluation;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 499, 500, 501, 1000, 1203})
    void classesAreCountedAndLossesAveragedOverAllSamples(int samples) {
        float[] features = floats(samples * INPUTS);
        int[] labels = random.ints(samples, 0, OUTPUTS).toArray();
        int correct = 0;
        double loss = 0;
        for (int i = 0; i < samples; i++) {
            int largest = 0;
            double sum = 0;
            for (int j = 0; j < OUTPUTS; j++) {
                sum += Math.exp(output(features, i, j));
                largest = output(features, i, j) > output(features, i, largest) ? j : largest;
            }
            loss += Math.log(sum) - output(features, i, labels[i]);
            correct += largest == labels[i] ? 1 : 0;
        }
        Evaluation evaluation = evaluate(Dataset.ofFloats(features, INPUTS, labels, OUTPUTS), Loss.CROSS_ENTROPY);
        assertThat(evaluation.samples()).isEqualTo(samples);
        assertThat(evaluation.correct()).isEqualTo(correct);
        assertThat(evaluation.loss()).isCloseTo(loss / samples, within(1e-5));
        assertThat(evaluation.accuracy()).isEqualTo(correct / (double) samples);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 700})
    void numbersHaveALossAndNoAccuracy(int samples) {
        float[] features = floats(samples * INPUTS);
        float[] targets = floats(samples * OUTPUTS);
        double loss = 0;
        for (int i = 0; i < samples; i++) {
            for (int j = 0; j < OUTPUTS; j++) {
                double difference = output(features, i, j) - targets[i * OUTPUTS + j];
                loss += difference * difference / OUTPUTS;
            }
        }
        Evaluation evaluation =
                evaluate(Dataset.ofTargets(features, INPUTS, targets, OUTPUTS), Loss.MEAN_SQUARED_ERROR);
        assertThat(evaluation.hasAccuracy()).isFalse();
        assertThat(evaluation.correct()).isEqualTo(Evaluation.NO_CLASSES);
        assertThat(evaluation.accuracy()).isNaN();
        assertThat(evaluation.loss()).isCloseTo(loss / samples, within(1e-5 * loss / samples));
    }
}
