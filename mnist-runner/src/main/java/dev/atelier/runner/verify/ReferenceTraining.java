package dev.atelier.runner.verify;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerWeights;
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
    private final NetworkSpec spec;
    private final TrainingSettings settings;
    private final List<Layer> layers = new ArrayList<>();
    private long steps;

    /** A layer's parameters and gradients; weights {@code [inputs][outputs]}. */
    private static final class Layer {
        private final ActivationFunction activation;
        private final int inputs;
        private final int outputs;
        private final double[] weights;
        private final double[] bias;
        private final double[] weightGradients;
        private final double[] biasGradients;
        private final double[][] weightState;
        private final double[][] biasState;
        private final double[] sums;
        private final double[] out;
        private final double[] delta;

        Layer(ActivationFunction activation, LayerWeights initial, int stateTensors) {
            this.activation = activation;
            inputs = initial.inputs();
            outputs = initial.outputs();
            weights = toDoubles(initial.weights());
            bias = toDoubles(initial.bias());
            weightGradients = new double[weights.length];
            biasGradients = new double[outputs];
            weightState = new double[weights.length][stateTensors];
            biasState = new double[outputs][stateTensors];
            sums = new double[outputs];
            out = new double[outputs];
            delta = new double[outputs];
        }

        private static double[] toDoubles(float[] values) {
            double[] doubles = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                doubles[i] = values[i];
            }
            return doubles;
        }

        void forward(double[] x) {
            System.arraycopy(bias, 0, sums, 0, outputs);
            for (int i = 0; i < inputs; i++) {
                if (x[i] != 0) {
                    for (int j = 0; j < outputs; j++) {
                        sums[j] += x[i] * weights[i * outputs + j];
                    }
                }
            }
            for (int j = 0; j < outputs; j++) {
                out[j] = activation.value(sums[j]);
            }
        }

        /** Adds this sample's gradients; {@code delta} holds the loss's gradient with respect to {@code sums}. */
        void addGradients(double[] x) {
            for (int i = 0; i < inputs; i++) {
                if (x[i] != 0) {
                    for (int j = 0; j < outputs; j++) {
                        weightGradients[i * outputs + j] += x[i] * delta[j];
                    }
                }
            }
            for (int j = 0; j < outputs; j++) {
                biasGradients[j] += delta[j];
            }
        }

        /** Sets the delta of the layer before from this one's. */
        void propagate(Layer before) {
            for (int i = 0; i < inputs; i++) {
                double sum = 0;
                for (int j = 0; j < outputs; j++) {
                    sum += weights[i * outputs + j] * delta[j];
                }
                before.delta[i] = sum * before.activation.derivative(before.sums[i]);
            }
        }
    }

    /** Draws the initial weights that {@code settings} ask for. */
    ReferenceTraining(NetworkSpec spec, TrainingSettings settings) {
        this.spec = spec;
        this.settings = settings;
        NetworkWeights initial = NetworkWeights.initial(spec, settings.initialization(), settings.seed());
        for (int i = 0; i < spec.layers().size(); i++) {
            layers.add(new Layer(
                    spec.layers().get(i).activation(),
                    initial.layers().get(i),
                    settings.rule().stateTensors()));
        }
    }

    /** Trains for one epoch and returns the mean loss of each step. */
    List<Double> epoch(Dataset data) {
        int[] order = new int[data.size()];
        Arrays.setAll(order, i -> i);
        new CounterRandom(settings.seed(), Purpose.SHUFFLE, 1).shuffle(order);
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

    /** Returns the mean loss over a data set, and nothing is learned. */
    double evaluate(Dataset data) {
        double loss = 0;
        for (int i = 0; i < data.size(); i++) {
            forward(data, i);
            loss += loss(data.labels()[i], 1);
        }
        return loss / data.size();
    }

    /** Returns a layer's weights. */
    double[] weights(int layer) {
        return layers.get(layer).weights;
    }

    private double sample(Dataset data, int index, int batch) {
        double[] x = forward(data, index);
        double loss = loss(data.labels()[index], batch);
        for (int l = layers.size() - 1; l >= 0; l--) {
            Layer layer = layers.get(l);
            if (l > 0) {
                layer.propagate(layers.get(l - 1));
            }
            layer.addGradients(l == 0 ? x : layers.get(l - 1).out);
        }
        return loss;
    }

    private double[] forward(Dataset data, int index) {
        byte[] bytes = Objects.requireNonNull(data.bytes());
        double[] x = new double[spec.inputs()];
        for (int i = 0; i < x.length; i++) {
            x[i] = data.scale() * (bytes[index * x.length + i] & 0xff);
        }
        double[] previous = x;
        for (Layer layer : layers) {
            layer.forward(previous);
            previous = layer.out;
        }
        return x;
    }

    /** Returns the sample's loss, and sets the last layer's delta for the mean over {@code batch} samples. */
    private double loss(int label, int batch) {
        Layer last = layers.get(layers.size() - 1);
        double loss = 0;
        if (settings.loss() == Loss.CROSS_ENTROPY) {
            double largest = Arrays.stream(last.out).max().orElseThrow();
            double sum = Arrays.stream(last.out).map(z -> Math.exp(z - largest)).sum();
            for (int j = 0; j < last.outputs; j++) {
                last.delta[j] = (Math.exp(last.out[j] - largest) / sum - (j == label ? 1 : 0)) / batch;
            }
            loss = Math.log(sum) + largest - last.out[label];
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
        for (Layer layer : layers) {
            update(layer.weights, layer.weightGradients, layer.weightState, coefficients);
            update(layer.bias, layer.biasGradients, layer.biasState, coefficients);
        }
    }

    private void update(double[] parameters, double[] gradients, double[][] state, double[] coefficients) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = settings.rule().apply(parameters[i], gradients[i], state[i], coefficients);
            gradients[i] = 0;
        }
    }
}
