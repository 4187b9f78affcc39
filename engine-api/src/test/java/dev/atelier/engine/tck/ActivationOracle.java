package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import java.util.ArrayList;
import java.util.List;

/** Activations element by element, with what single precision may lose. */
final class ActivationOracle {
    /** A bound on the slope of every activation but those with a large alpha: SELU's is 1.76. */
    private static final double STEEPEST = 2;

    private ActivationOracle() {}

    /** Returns every activation, those with an alpha once more with an unusual one. */
    static List<ActivationFunction> functions() {
        List<ActivationFunction> functions = new ArrayList<>();
        for (Activation kind : Activation.values()) {
            functions.add(kind.function());
            if (kind.hasAlpha()) {
                functions.add(kind.withAlpha(0.3));
            }
        }
        return functions;
    }

    /** Returns {@code f(x)} where {@code x} itself is only known within its tolerance. */
    static Expected values(ActivationFunction function, Expected x) {
        Expected out = Expected.ofSize(x.size());
        for (int i = 0; i < out.size(); i++) {
            double at = x.value(i);
            double value = function.value(at);
            out.set(i, value, valueTolerance(function, at, value) + (STEEPEST + function.alpha()) * x.tolerance(i));
        }
        return out;
    }

    /** Returns {@code f(x)}. */
    static Expected values(ActivationFunction function, float[] x) {
        return values(function, Expected.exactly(x));
    }

    /**
     * Returns what a layer saves for the backward pass: its output or its input.
     *
     * @param x the function's input
     */
    static float[] saved(ActivationFunction function, float[] x) {
        float[] saved = x.clone();
        if (function.gradientFromOutput()) {
            for (int i = 0; i < x.length; i++) {
                saved[i] = (float) function.value(x[i]);
            }
        }
        return saved;
    }

    /**
     * Returns {@code upstream f'(x)}.
     *
     * @param x the function's input, also where the gradient is taken from the output
     */
    static Expected gradients(ActivationFunction function, float[] x, Expected upstream) {
        Expected out = Expected.ofSize(x.length);
        for (int i = 0; i < x.length; i++) {
            double slope = function.derivative(x[i]);
            double value = upstream.value(i) * slope;
            double slopeTolerance = slopeTolerance(function, x[i], slope);
            out.set(
                    i,
                    value,
                    Math.abs(slope) * upstream.tolerance(i)
                            + Math.abs(upstream.value(i)) * slopeTolerance
                            + Tolerance.ofRounding(value));
        }
        return out;
    }

    /** Whether a slope is too near 0 for single precision to say that it is not: infinity times it may be infinite or NaN. */
    static boolean slopeMayVanish(ActivationFunction function, double x) {
        double slope = function.derivative(x);
        double tolerance = slopeTolerance(function, x, slope);
        return tolerance > 0 && Math.abs(slope) <= tolerance;
    }

    /** GELU's tail {@code Phi(x)} falls like {@code e^(-x^2/2)}: a rounding of its argument weighs {@code x^2} times. */
    private static double valueTolerance(ActivationFunction function, double x, double value) {
        double amplification = function.kind() == Activation.GELU ? 1 + x * x : 1;
        double units = Tolerance.FUNCTION * Math.max(1, Math.min(amplification, 1e3));
        return value == 0 ? Tolerance.SUBNORMAL : units * Tolerance.UNIT * Math.abs(value) + Tolerance.SUBNORMAL;
    }

    /**
     * Taken from the output, a slope such as {@code y (1 - y)} carries the output's rounding; taken from the input, it is a sum
     * of terms of order one. Both errors are absolute.
     */
    private static double slopeTolerance(ActivationFunction function, double x, double slope) {
        if (function.kind() == Activation.IDENTITY
                || function.kind() == Activation.RELU
                || function.kind() == Activation.LEAKY_RELU) {
            return 0;
        }
        double scale = Math.max(STEEPEST + function.alpha(), Math.abs(slope));
        return Double.isNaN(x)
                ? 0
                : Tolerance.ofRounding(scale) + Tolerance.FUNCTION * Tolerance.UNIT * Math.abs(slope);
    }

    /** Returns inputs that straddle what matters to activations: 0, saturation, and the range between. */
    static float[] inputs(Samples samples, int size) {
        float[] x = samples.floats(size, 6);
        float[] chosen = {0, -0.0f, 1e-4f, -1e-4f, -4, 4, -10, 10, 20, -20, 88, -88, 90, -90, 1000, -1000};
        if (size >= 4 * chosen.length) {
            System.arraycopy(chosen, 0, x, size / 2, chosen.length);
        }
        return x;
    }
}
