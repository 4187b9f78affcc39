package dev.atelier.runner.verify;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import dev.atelier.engine.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One epoch of training in double precision, one sample after the other, by the textbook: slow, plain, and independent of all
 * backends.
 */
final class ReferenceTraining {
    /** The only one. */
    private static final int EPOCH = 1;

    /** Added to the norm that gradients are clipped by; see {@link dev.atelier.engine.backend.Ops#clipNorm}. */
    private static final double CLIP_EPSILON = 1e-6;

    private final NetworkSpec spec;
    private final TrainingSettings settings;
    private final List<ReferenceLayer> layers = new ArrayList<>();
    private final List<ReferenceDropout> dropouts = new ArrayList<>();
    private long steps;

    /** Draws the initial weights that {@code settings} ask for. */
    ReferenceTraining(NetworkSpec spec, TrainingSettings settings) {
        this.spec = spec;
        this.settings = settings;
        NetworkWeights initial = NetworkWeights.initial(spec, settings.initialization(), settings.seed());
        for (int i = 0; i < spec.layers().size(); i++) {
            layers.add(new ReferenceLayer(
                    spec.layers().get(i).activation(),
                    initial.layers().get(i),
                    settings.rule().stateTensors()));
        }
        for (int i = 0; settings.dropout() > 0 && i < layers.size() - 1; i++) {
            Activation activation = spec.layers().get(i).activation().kind();
            dropouts.add(new ReferenceDropout(settings.dropout(), settings.seed(), i, activation));
        }
    }

    /** Trains for one epoch and returns the mean loss of each step. */
    List<Double> epoch(Dataset data) {
        int[] order = new int[data.size()];
        Arrays.setAll(order, i -> i);
        new CounterRandom(settings.seed(), Purpose.SHUFFLE, EPOCH).shuffle(order);
        int steps = (data.size() + settings.batchSize() - 1) / settings.batchSize();
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            int from = step * settings.batchSize();
            int to = Math.min(data.size(), from + settings.batchSize());
            double loss = 0;
            for (int i = from; i < to; i++) {
                loss += sample(data, order[i], to - from);
            }
            losses.add(loss / (to - from));
            update(settings.schedule().at(step, steps));
        }
        return losses;
    }

    /** Returns the mean loss of the result over a data set, and nothing is learned. */
    double evaluate(Dataset data) {
        double loss = 0;
        for (int i = 0; i < data.size(); i++) {
            forward(data, i, false);
            loss += loss(data.labels()[i], 1, 0);
        }
        return loss / data.size();
    }

    /** Returns a layer's weights as training leaves them: their moving average where there is one. */
    double[] weights(int layer) {
        return settings.averageDecay() > 0 ? layers.get(layer).weightAverage : layers.get(layer).weights;
    }

    private double sample(Dataset data, int index, int batch) {
        double[] x = forward(data, index, true);
        double loss = loss(data.labels()[index], batch, settings.labelSmoothing());
        for (int l = layers.size() - 1; l >= 0; l--) {
            ReferenceLayer layer = layers.get(l);
            if (l > 0) {
                layer.propagate(layers.get(l - 1));
                if (!dropouts.isEmpty()) {
                    dropouts.get(l - 1).gradient(layers.get(l - 1).delta, index, EPOCH);
                }
            }
            layer.addGradients(l == 0 ? x : layers.get(l - 1).out);
        }
        return loss;
    }

    private double[] forward(Dataset data, int index, boolean training) {
        byte[] bytes = Objects.requireNonNull(data.bytes());
        double[] x = new double[spec.inputs()];
        for (int i = 0; i < x.length; i++) {
            x[i] = data.scale() * (bytes[index * x.length + i] & 0xff);
        }
        double[] previous = x;
        boolean averaged = !training && settings.averageDecay() > 0;
        for (int l = 0; l < layers.size(); l++) {
            ReferenceLayer layer = layers.get(l);
            layer.forward(
                    previous,
                    averaged ? layer.weightAverage : layer.weights,
                    averaged ? layer.biasAverage : layer.bias);
            if (training && l < dropouts.size()) {
                dropouts.get(l).apply(layer.out, index, EPOCH);
            }
            previous = layer.out;
        }
        return x;
    }

    /** Returns the sample's loss, and sets the last layer's delta for the mean over {@code batch} samples. */
    private double loss(int label, int batch, double smoothing) {
        ReferenceLayer last = layers.get(layers.size() - 1);
        double loss = 0;
        if (settings.loss() == Loss.CROSS_ENTROPY) {
            double largest = Arrays.stream(last.out).max().orElseThrow();
            double sum = Arrays.stream(last.out).map(z -> Math.exp(z - largest)).sum();
            for (int j = 0; j < last.outputs; j++) {
                double logProbability = last.out[j] - largest - Math.log(sum);
                double target = (j == label ? 1 - smoothing : 0) + smoothing / last.outputs;
                last.delta[j] = (Math.exp(logProbability) - target) / batch;
                loss -= target * logProbability;
            }
        } else {
            for (int j = 0; j < last.outputs; j++) {
                double difference = last.out[j] - (j == label ? 1 : 0);
                loss += difference * difference / last.outputs;
                last.delta[j] = 2 * difference / last.outputs / batch;
            }
        }
        for (int j = 0; j < last.outputs; j++) {
            last.delta[j] *= last.activation.derivative(last.sums[j]);
        }
        return loss;
    }

    private void update(double rate) {
        double[] coefficients = settings.rule().coefficients(rate, ++steps);
        double factor =
                settings.clipNorm() > 0 ? Math.min(1, settings.clipNorm() / (gradientNorm() + CLIP_EPSILON)) : 1;
        double stays = Math.min(settings.averageDecay(), (1.0 + steps) / (10.0 + steps));
        for (ReferenceLayer layer : layers) {
            update(layer.weights, layer.weightGradients, layer.weightState, factor, coefficients);
            update(layer.bias, layer.biasGradients, layer.biasState, factor, coefficients);
            average(layer.weightAverage, layer.weights, stays);
            average(layer.biasAverage, layer.bias, stays);
        }
    }

    private double gradientNorm() {
        double squares = 0;
        for (ReferenceLayer layer : layers) {
            squares += Arrays.stream(layer.weightGradients).map(g -> g * g).sum();
            squares += Arrays.stream(layer.biasGradients).map(g -> g * g).sum();
        }
        return Math.sqrt(squares);
    }

    private void update(
            double[] parameters, double[] gradients, double[][] state, double factor, double[] coefficients) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = settings.rule().apply(parameters[i], factor * gradients[i], state[i], coefficients);
            gradients[i] = 0;
        }
    }

    private static void average(double[] average, double[] parameters, double stays) {
        for (int i = 0; i < average.length; i++) {
            average[i] = stays * average[i] + (1 - stays) * parameters[i];
        }
    }
}
