package dev.atelier.runner.serve;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.model.Softmax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Computes a network's answer for one image in host memory: what a page asks for, at a fraction of a millisecond. */
final class HostNetwork {
    private final ModelFile.Model model;

    HostNetwork(ModelFile.Model model) {
        this.model = model;
    }

    /**
     * Returns the outputs of each layer in turn: {@code a(l) = f(a(l - 1) W(l) + b(l))}.
     *
     * @param pixels unsigned intensities, one an input
     */
    List<float[]> layers(byte[] pixels) {
        float[] input = new float[pixels.length];
        for (int i = 0; i < input.length; i++) {
            input[i] = (pixels[i] & 0xFF) * model.inputScale();
        }
        List<float[]> outputs = new ArrayList<>();
        for (int layer = 0; layer < model.weights().layers().size(); layer++) {
            input = output(
                    model.weights().layers().get(layer),
                    model.weights().spec().layers().get(layer).activation(),
                    input);
            outputs.add(input);
        }
        return outputs;
    }

    private static float[] output(LayerWeights layer, ActivationFunction activation, float[] input) {
        float[] sums = layer.bias().clone();
        float[] weights = layer.weights();
        for (int i = 0; i < input.length; i++) {
            float value = input[i];
            if (value != 0) {
                int row = i * sums.length;
                for (int j = 0; j < sums.length; j++) {
                    sums[j] += value * weights[row + j];
                }
            }
        }
        for (int j = 0; j < sums.length; j++) {
            sums[j] = (float) activation.value(sums[j]);
        }
        return sums;
    }

    /** Returns the probability of each class, or the outputs themselves where the network was not trained for probabilities. */
    double[] scores(float... outputs) {
        if (model.loss() == Loss.CROSS_ENTROPY) {
            return Softmax.of(outputs);
        }
        double[] scores = new double[outputs.length];
        Arrays.setAll(scores, k -> outputs[k]);
        return scores;
    }

    /** Returns the class with the largest output. */
    int answer(byte[] pixels) {
        List<float[]> layers = layers(pixels);
        return largest(layers.get(layers.size() - 1));
    }

    static int largest(float... values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            if (values[k] > values[best]) {
                best = k;
            }
        }
        return best;
    }

    /** Returns the share of {@code count} images, spread evenly over the set, that is classified rightly. */
    double accuracy(ImageSet images, int count) {
        int looked = Math.min(count, images.count());
        int right = 0;
        for (int i = 0; i < looked; i++) {
            int image = (int) ((long) i * images.count() / looked);
            int from = image * images.features();
            if (answer(Arrays.copyOfRange(images.pixels(), from, from + images.features())) == images.labels()[image]) {
                right++;
            }
        }
        return (double) right / looked;
    }
}
