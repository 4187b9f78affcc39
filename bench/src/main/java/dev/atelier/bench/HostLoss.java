package dev.atelier.bench;

import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkWeights;
import java.util.Arrays;

/** The loss of a batch in double precision on the host: what benchmarks verify a backend against. */
final class HostLoss {
    private HostLoss() {}

    /** Returns the mean softmax cross-entropy of these samples. */
    static double crossEntropy(NetworkWeights network, Dataset data, int[] samples) {
        // By all processors: a batch of thousands would take many seconds.
        return Arrays.stream(samples)
                .parallel()
                .mapToDouble(sample -> crossEntropy(scores(network, data, sample), data.labels()[sample]))
                .average()
                .orElse(Double.NaN);
    }

    private static double crossEntropy(double[] scores, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double exponentials = 0;
        for (double score : scores) {
            exponentials += Math.exp(score - largest);
        }
        return largest + Math.log(exponentials) - scores[label];
    }

    private static double[] scores(NetworkWeights network, Dataset data, int sample) {
        byte[] bytes = data.bytes();
        float[] floats = data.floats();
        double[] values = new double[data.columns()];
        for (int i = 0; i < values.length; i++) {
            int position = sample * values.length + i;
            values[i] = bytes != null ? data.scale() * (bytes[position] & 0xFF) : floats == null ? 0 : floats[position];
        }
        for (int layer = 0; layer < network.layers().size(); layer++) {
            values = outputs(network, layer, values);
        }
        return values;
    }

    private static double[] outputs(NetworkWeights network, int layer, double[] inputs) {
        LayerWeights weights = network.layers().get(layer);
        double[] sums = new double[weights.outputs()];
        for (int i = 0; i < inputs.length; i++) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] += inputs[i] * weights.weights()[i * sums.length + j];
            }
        }
        for (int j = 0; j < sums.length; j++) {
            sums[j] = network.spec().layers().get(layer).activation().value(sums[j] + weights.bias()[j]);
        }
        return sums;
    }
}
