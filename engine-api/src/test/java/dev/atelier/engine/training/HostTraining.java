package dev.atelier.engine.training;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.random.Philox;
import java.util.Arrays;

/** Training in double precision, one sample at a time, by the chain rule written out: the oracle of the training loop. */
final class HostTraining {
    private final NetworkSpec spec;
    private final TrainingSettings settings;
    private final Loss loss;
    private final UpdateRule rule;
    private final double[][] parameters;
    private final double[][][] state;
    private double[][] gradients = new double[0][];
    private final double[][] average;
    private long steps;

    HostTraining(NetworkWeights initial, TrainingSettings settings) {
        this.spec = initial.spec();
        this.settings = settings;
        this.loss = settings.loss();
        this.rule = settings.rule();
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
        average = Arrays.stream(parameters).map(double[]::clone).toArray(double[][]::new);
    }

    /** Does one step on these samples and returns their mean loss. */
    double step(Dataset data, int[] samples, double learningRate, int epoch) {
        gradients = new double[parameters.length][];
        for (int i = 0; i < parameters.length; i++) {
            gradients[i] = new double[parameters[i].length];
        }
        double sum = 0;
        for (int sample : samples) {
            sum += addGradients(data, sample, samples.length, epoch);
        }
        double clip = settings.clipNorm() > 0 ? Math.min(1, settings.clipNorm() / (gradientNorm() + 1e-6)) : 1;
        double[] coefficients = rule.coefficients(learningRate, ++steps);
        for (int i = 0; i < parameters.length; i++) {
            for (int j = 0; j < parameters[i].length; j++) {
                parameters[i][j] = rule.apply(parameters[i][j], clip * gradients[i][j], state[i][j], coefficients);
                double decay = Math.min(settings.averageDecay(), (1.0 + steps) / (10 + steps));
                average[i][j] = decay * average[i][j] + (1 - decay) * parameters[i][j];
            }
        }
        return sum / samples.length;
    }

    /** Returns the parameters, or their average: weights and bias of each layer in turn. */
    double[][] parameters() {
        return settings.averageDecay() > 0 ? average : parameters;
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

    private double addGradients(Dataset data, int sample, int batch, int epoch) {
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
                if (layer < layers - 1) {
                    outputs[layer + 1][j] = dropped(layer, j, sample, epoch, outputs[layer + 1][j]);
                }
            }
        }
        double[] delta = new double[spec.outputs()];
        double value = lossAndGradient(outputs[layers], data.labels()[sample], batch, delta);
        for (int layer = layers - 1; layer >= 0; layer--) {
            ActivationFunction function = spec.layers().get(layer).activation();
            double[] below = new double[outputs[layer].length];
            for (int j = 0; j < delta.length; j++) {
                double kept = layer < layers - 1 ? slope(layer, j, sample, epoch) : 1;
                double partial = delta[j] * kept * function.derivative(sums[layer][j]);
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

    private boolean isDropped(int layer, int unit, int sample, int epoch) {
        int[] words = {unit / 8, sample, epoch, 4 + 256 * layer};
        Philox.encrypt(words, settings.seed());
        int word = words[unit % 8 / 2];
        return (unit % 2 == 0 ? word & 0xFFFF : word >>> 16) < Math.round(settings.dropout() * 65536);
    }

    private double keep() {
        return 1 - Math.round(settings.dropout() * 65536) / 65536.0;
    }

    /** Klambauer et al. 2017 for SELU, Srivastava et al. 2014 for all else. */
    private double dropped(int layer, int unit, int sample, int epoch, double x) {
        double d = isDropped(layer, unit, sample, epoch) ? 0 : 1;
        if (spec.layers().get(layer).activation().kind() != Activation.SELU) {
            return x * d / keep();
        }
        double low = -1.0507009873554805 * 1.6732632423543772;
        return scale(layer) * (x * d + low * (1 - d)) - scale(layer) * (1 - keep()) * low;
    }

    private double slope(int layer, int unit, int sample, int epoch) {
        return isDropped(layer, unit, sample, epoch) ? 0 : scale(layer);
    }

    private double scale(int layer) {
        if (spec.layers().get(layer).activation().kind() != Activation.SELU) {
            return 1 / keep();
        }
        double low = -1.0507009873554805 * 1.6732632423543772;
        return 1 / Math.sqrt(keep() + low * low * keep() * (1 - keep()));
    }

    private double lossAndGradient(double[] scores, int label, int batch, double[] gradient) {
        double value = 0;
        double exponentials = 0;
        for (double score : scores) {
            exponentials += Math.exp(score);
        }
        for (int j = 0; j < scores.length; j++) {
            double smoothing = settings.labelSmoothing();
            double target = (1 - smoothing) * (j == label ? 1 : 0) + smoothing / scores.length;
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
