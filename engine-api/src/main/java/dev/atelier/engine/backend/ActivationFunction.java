package dev.atelier.engine.backend;

import java.util.Arrays;
import java.util.Locale;

/**
 * An activation with its shape parameter bound: what operations and layers are given.
 *
 * @param kind the function
 * @param alpha its parameter, finite and not negative; 0 where the function has none
 */
public record ActivationFunction(Activation kind, float alpha) {
    /** Checks that {@code alpha} is one that the function can have. */
    public ActivationFunction {
        if (!(alpha >= 0) || Float.isInfinite(alpha)) {
            throw new IllegalArgumentException(kind.label() + ": alpha must be finite and >= 0, but is " + alpha);
        }
    }

    /** Returns the value at {@code x} in double precision. */
    public double value(double x) {
        return kind.value(x, alpha);
    }

    /** Returns the derivative at {@code x} in double precision. */
    public double derivative(double x) {
        return kind.derivative(x, alpha);
    }

    /** Whether the derivative is taken from the function's output rather than its input. */
    public boolean gradientFromOutput() {
        return kind.gradientFromOutput();
    }

    /** Returns {@code relu}, or {@code elu:0.5} where {@code alpha} is not the usual one; {@link #parse} reads it. */
    public String label() {
        return alpha == kind.function().alpha ? kind.label() : kind.label() + ":" + alpha;
    }

    /** Returns the label. */
    @Override
    public String toString() {
        return label();
    }

    /**
     * Reads {@code name} or {@code name:alpha}, in any case.
     *
     * @throws IllegalArgumentException naming the known functions when {@code text} is none of them
     */
    public static ActivationFunction parse(String text) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon))
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        Activation kind = Arrays.stream(Activation.values())
                .filter(a -> a.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown activation '" + text + "'; known are "
                        + String.join(
                                ", ",
                                Arrays.stream(Activation.values())
                                        .map(Activation::label)
                                        .toList())));
        if (colon < 0) {
            return kind.function();
        }
        try {
            return kind.withAlpha(Double.parseDouble(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("activation '" + text + "': alpha is not a number", e);
        }
    }
}
