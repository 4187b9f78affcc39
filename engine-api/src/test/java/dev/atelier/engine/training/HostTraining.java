package dev.atelier.engine.training;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;

/** Training in double precision, one sample at a time, by the chain rule written out: the oracle of the training loop. */
final class HostTraining {
    private final NetworkSpec spec;
    private final Loss loss;
    private final UpdateRule rule;
    private final double[][] parameters;
    private final double[][][] state;
    private double[][] gradients = new double[0][];
    private long steps;

    HostTraining(NetworkWeights initial, Loss loss, UpdateRule rule) {
        this.spec = initial.spec();
        this.loss = loss;
        this.rule = rule;
        this.parameters = new double[2 * initial.layers().size()][];
        this.state = new double[parameters.length][][];
        for (int i = 0; i < initial.layers().size(); i++) {
            LayerWeights layer = initial.layers().get(i);
            parameters[2 * i] = toDouble(layer.weights());
            parameters[2 * i + 1] = toDouble(layer.bias());
        }
        for (int i = 0; i < parameters.length; i++) {
            state[i] = new double[parameters[i].length][rule.stateTensors()];
        }
    }

    /** Does one step on these samples and returns their mean loss. */
    double step(Dataset data, int[] samples, double learningRate) {
        gradients = new double[parameters.length][];
        for (int i = 0; i < parameters.length; i++) {
            gradients[i] = new double[parameters[i].length];
        }
        double sum = 0;
        for (int sample : samples) {
            sum += addGradients(data, sample, samples.length);
        }
        double[] coefficients = rule.coefficients(learningRate, ++steps);
        for (int i = 0; i < parameters.length; i++) {
            for (int j = 0; j < parameters[i].length; j++) {
                parameters[i][j] = rule.apply(parameters[i][j], gradients[i][j], state[i][j], coefficients);
            }
        }
        return sum / samples.length;
    }

    /** Returns the parameters: weights and bias of each layer in turn. */
    double[][] parameters() {
        return parameters;
    }

    /** Returns the Euclidean norm of the last step's gradient. */
    double gradientNorm() {
        double squares = 0;
        for (double[] part : gradients) {
            for (double gradient : part) {
                squares += gradient * gradient;
            }
        }
        return Math.sqrt(squares);
    }

    private double addGradients(Dataset data, int sample, int batch) {
        int layers = spec.layers().size();
        double[][] sums = new double[layers][];
        double[][] outputs = new double[layers + 1][];
        outputs[0] = new double[spec.inputs()];
        for (int i = 0; i < spec.inputs(); i++) {
            outputs[0][i] = data.scale() * (data.bytes()[sample * spec.inputs() + i] & 0xFF);
        }
        for (int layer = 0; layer < layers; layer++) {
            ActivationFunction function = spec.layers().get(layer).activation();
            int width = spec.layers().get(layer).outputs();
            sums[layer] = parameters[2 * layer + 1].clone();
            outputs[layer + 1] = new double[width];
            for (int j = 0; j < width; j++) {
                for (int i = 0; i < outputs[layer].length; i++) {
                    sums[layer][j] += outputs[layer][i] * parameters[2 * layer][i * width + j];
                }
                outputs[layer + 1][j] = function.value(sums[layer][j]);
            }
        }
        double[] delta = new double[spec.outputs()];
        double value = lossAndGradient(outputs[layers], data.labels()[sample], batch, delta);
        for (int layer = layers - 1; layer >= 0; layer--) {
            ActivationFunction function = spec.layers().get(layer).activation();
            double[] below = new double[outputs[layer].length];
            for (int j = 0; j < delta.length; j++) {
                double partial = delta[j] * function.derivative(sums[layer][j]);
                gradients[2 * layer + 1][j] += partial;
                for (int i = 0; i < below.length; i++) {
                    gradients[2 * layer][i * delta.length + j] += outputs[layer][i] * partial;
                    below[i] += parameters[2 * layer][i * delta.length + j] * partial;
                }
            }
            delta = below;
        }
        return value;
    }

    private double lossAndGradient(double[] scores, int label, int batch, double[] gradient) {
        double value = 0;
        double exponentials = 0;
        for (double score : scores) {
            exponentials += Math.exp(score);
        }
        for (int j = 0; j < scores.length; j++) {
            double target = j == label ? 1 : 0;
            if (loss == Loss.CROSS_ENTROPY) {
                value -= target * Math.log(Math.exp(scores[j]) / exponentials);
                gradient[j] = (Math.exp(scores[j]) / exponentials - target) / batch;
            } else {
                value += (scores[j] - target) * (scores[j] - target) / scores.length;
                gradient[j] = 2 * (scores[j] - target) / scores.length / batch;
            }
        }
        return value;
    }

    private static double[] toDouble(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }
}
