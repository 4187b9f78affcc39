package dev.atelier.runner.verify;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.LayerWeights;

/** A layer's parameters and gradients in double precision; weights {@code [inputs][outputs]}. */
final class ReferenceLayer {
    final ActivationFunction activation;
    final int inputs;
    final int outputs;
    final double[] weights;
    final double[] bias;
    final double[] weightAverage;
    final double[] biasAverage;
    final double[] weightGradients;
    final double[] biasGradients;
    final double[][] weightState;
    final double[][] biasState;
    final double[] sums;
    final double[] out;
    final double[] delta;

    ReferenceLayer(ActivationFunction activation, LayerWeights initial, int stateTensors) {
        this.activation = activation;
        inputs = initial.inputs();
        outputs = initial.outputs();
        weights = toDoubles(initial.weights());
        bias = toDoubles(initial.bias());
        weightAverage = weights.clone();
        biasAverage = bias.clone();
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

    void forward(double[] x, double[] weights, double[] bias) {
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
    void propagate(ReferenceLayer before) {
        for (int i = 0; i < inputs; i++) {
            double sum = 0;
            for (int j = 0; j < outputs; j++) {
                sum += weights[i * outputs + j] * delta[j];
            }
            before.delta[i] = sum * before.activation.derivative(before.sums[i]);
        }
    }
}
