package dev.atelier.engine.tck;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients against central differences of the double-precision values. */
interface GradientChecks extends Conformance {
    /** Width of a difference: its error falls with the square, that of rounding rises; near 1e-5 both are below 1e-9. */
    double WIDTH = 1e-5;

    /** What a gradient may be off, as a part of the largest. */
    double ALLOWED = 2e-5;

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void activationGradientIsTheSlope(ActivationFunction function) {
        bed().trial("activationGradient " + function.label() + " against differences", t -> {
            float[] x = t.samples().floats(7 * 65, 6);
            for (int i = 0; i < x.length; i++) {
                // The activations with a kink have it at 0.
                x[i] = Math.abs(x[i]) < 1e-3f ? 1e-3f : x[i];
            }
            Expected slopes = Expected.ofSize(x.length);
            float[] ones = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                double slope = (function.value(x[i] + WIDTH) - function.value(x[i] - WIDTH)) / (2 * WIDTH);
                slopes.set(i, slope, ALLOWED);
                ones[i] = 1;
            }
            Tensor out = t.output("out", 7, 65);
            t.ops()
                    .activationGradient(
                            function,
                            t.input("saved", 7, 65, ActivationOracle.saved(function, x)),
                            t.input("upstream", 7, 65, ones),
                            out);
            t.verify(out, slopes);
        });
    }

    @Test
    default void crossEntropyGradientIsTheSlope() {
        bed().trial("softmaxCrossEntropy's gradient against differences", t -> {
            float[] values = t.samples().floats(7 * CLASSES, 3);
            int[] labels = t.samples().integers(7, CLASSES);
            Tensor gradient = t.output("gradient", 7, CLASSES);
            t.ops()
                    .softmaxCrossEntropy(
                            t.input("logits", 7, CLASSES, values),
                            t.integers("labels", 7, 1, labels),
                            t.output("rowLoss", 7, 1),
                            gradient);
            t.verify(
                    gradient,
                    differences(
                            values,
                            at -> LossOracle.softmaxCrossEntropy(at, labels, CLASSES)
                                    .mean()));
        });
    }

    @Test
    default void squaredErrorGradientIsTheSlope() {
        bed().trial("squaredError's gradient against differences", t -> {
            float[] values = t.samples().floats(7 * CLASSES);
            float[] targets = t.samples().floats(7 * CLASSES);
            Tensor gradient = t.output("gradient", 7, CLASSES);
            t.ops()
                    .squaredError(
                            t.input("predictions", 7, CLASSES, values),
                            t.input("targets", 7, CLASSES, targets),
                            t.output("rowLoss", 7, 1),
                            gradient);
            t.verify(
                    gradient,
                    differences(
                            values,
                            at -> LossOracle.squaredError(at, LossOracle.widen(targets), 7, CLASSES)
                                    .mean()));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void networkGradientsAreTheSlopes(ActivationFunction function) {
        for (boolean crossEntropy : new boolean[] {true, false}) {
            String promise = "gradients of a network with " + function.label() + " and "
                    + (crossEntropy ? "cross-entropy" : "squared error") + " against differences";
            SmallNetwork.Design design =
                    new SmallNetwork.Design(12, 9, 5, 7, function, crossEntropy, new UpdateRule.Sgd(0));
            bed().network(promise, design, (t, network, data) -> {
                network.gradients(t.ops());
                NetworkOracle oracle = new NetworkOracle(design, data);
                for (int part = 0; part < 4; part++) {
                    verifyPart(t, oracle, part, network.gradients(part));
                }
            });
        }
    }

    private static void verifyPart(Trial t, NetworkOracle oracle, int part, float[] found) {
        double largest = 0;
        double[] slopes = new double[found.length];
        int skipped = 0;
        for (int i = 0; i < found.length; i++) {
            slopes[i] = oracle.difference(part, i, WIDTH);
            skipped += Double.isNaN(slopes[i]) ? 1 : 0;
            largest = Math.max(largest, Double.isNaN(slopes[i]) ? 0 : Math.abs(slopes[i]));
        }
        if (10 * skipped > found.length) {
            throw t.failure(
                    "differences of part " + part + " that cross a kink, which make the check void",
                    "at most a tenth of " + found.length,
                    skipped);
        }
        for (int i = 0; i < found.length; i++) {
            if (!Double.isNaN(slopes[i]) && !(Math.abs(slopes[i] - found[i]) <= ALLOWED * largest)) {
                throw t.failure(
                        "gradient of parameter " + i + " of part " + part + " of 0.weight, 0.bias, 1.weight, 1.bias",
                        slopes[i] + " within " + ALLOWED * largest,
                        found[i]);
            }
        }
    }

    private static Expected differences(float[] at, ToDoubleFunction<double[]> loss) {
        Expected slopes = Expected.ofSize(at.length);
        double[] point = LossOracle.widen(at);
        for (int i = 0; i < at.length; i++) {
            point[i] = at[i] + WIDTH;
            double above = loss.applyAsDouble(point);
            point[i] = at[i] - WIDTH;
            double below = loss.applyAsDouble(point);
            point[i] = at[i];
            slopes.set(i, (above - below) / (2 * WIDTH), ALLOWED / at.length);
        }
        return slopes;
    }
}
