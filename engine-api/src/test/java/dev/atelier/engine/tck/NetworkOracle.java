package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;

/** The loss of a {@link SmallNetwork} in double precision, to be differentiated numerically. */
final class NetworkOracle {
    /** The activation of a last layer. */
    static final ActivationFunction IDENTITY = Activation.IDENTITY.function();

    private final SmallNetwork.Design design;
    private final NetworkData data;
    private final double[][] parameters = new double[4][];

    NetworkOracle(SmallNetwork.Design design, NetworkData data) {
        this.design = design;
        this.data = data;
        for (int part = 0; part < parameters.length; part++) {
            parameters[part] = LossOracle.widen(data.parameters(part));
        }
    }

    /**
     * Returns the derivative of the first batch's loss by one parameter as a central difference, or NaN where a step of that
     * width moves a hidden unit across 0, the place of the activations' kinks.
     */
    double difference(int part, int index, double width) {
        double at = parameters[part][index];
        parameters[part][index] = at + width;
        double[] above = hiddenSums();
        double lossAbove = loss(above);
        parameters[part][index] = at - width;
        double[] below = hiddenSums();
        double lossBelow = loss(below);
        parameters[part][index] = at;
        for (int i = 0; i < above.length; i++) {
            if (above[i] > 0 != below[i] > 0) {
                return Double.NaN;
            }
        }
        return (lossAbove - lossBelow) / (2 * width);
    }

    /** Returns the hidden layer's pre-activations for the first batch. */
    private double[] hiddenSums() {
        double[] sums = new double[design.batch() * design.hidden()];
        for (int i = 0; i < design.batch(); i++) {
            int row = data.order()[i] * design.inputs();
            for (int j = 0; j < design.hidden(); j++) {
                double sum = parameters[1][j];
                for (int p = 0; p < design.inputs(); p++) {
                    sum += (double) SmallNetwork.SCALE
                            * (data.pixels()[row + p] & 0xFF)
                            * parameters[0][p * design.hidden() + j];
                }
                sums[i * design.hidden() + j] = sum;
            }
        }
        return sums;
    }

    private double loss(double[] hiddenSums) {
        int classes = design.classes();
        double[] logits = new double[design.batch() * classes];
        double[] targets = new double[logits.length];
        int[] labels = new int[design.batch()];
        for (int i = 0; i < design.batch(); i++) {
            labels[i] = data.labels()[data.order()[i]];
            targets[i * classes + labels[i]] = 1;
            for (int j = 0; j < classes; j++) {
                double sum = parameters[3][j];
                for (int p = 0; p < design.hidden(); p++) {
                    sum += design.function().value(hiddenSums[i * design.hidden() + p])
                            * parameters[2][p * classes + j];
                }
                logits[i * classes + j] = sum;
            }
        }
        LossOracle.Loss loss = design.crossEntropy()
                ? LossOracle.softmaxCrossEntropy(logits, labels, classes)
                : LossOracle.squaredError(logits, targets, design.batch(), classes);
        return loss.mean();
    }
}
