package dev.atelier.engine.backend;

import java.util.Locale;

/**
 * The activation functions, each with its value and derivative in double precision.
 *
 * <p>These bodies are the oracle that every backend's single-precision code is checked against. {@code alpha} is the shape
 * parameter of the functions that have one ({@link #hasAlpha()}) and ignored by the others; {@link ActivationFunction}
 * binds the two together. The value of NaN is NaN; the derivative at NaN is NaN except where the function is piecewise linear,
 * whose derivative is then that of the negative half.
 */
public enum Activation {
    /** {@code x}. */
    IDENTITY(true) {
        @Override
        public double value(double x, double alpha) {
            return x;
        }

        @Override
        public double derivative(double x, double alpha) {
            return 1;
        }
    },
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID(true) {
        @Override
        public double value(double x, double alpha) {
            return sigmoid(x);
        }

        @Override
        public double derivative(double x, double alpha) {
            return sigmoid(x) * sigmoid(-x);
        }
    },
    /** {@code tanh x}. */
    TANH(true) {
        @Override
        public double value(double x, double alpha) {
            return Math.tanh(x);
        }

        @Override
        public double derivative(double x, double alpha) {
            double cosh = Math.cosh(x);
            return 1 / (cosh * cosh);
        }
    },
    /** {@code max(0, x)}; the derivative at 0 is 0. */
    RELU(true) {
        @Override
        public double value(double x, double alpha) {
            return Math.max(0, x);
        }

        @Override
        public double derivative(double x, double alpha) {
            return x > 0 ? 1 : 0;
        }
    },
    /** {@code x > 0 ? x : alpha x} (Maas et al. 2013); {@code alpha} is the slope of the negative half, 0.01 by default. */
    LEAKY_RELU(true, 0.01) {
        @Override
        public double value(double x, double alpha) {
            return x > 0 ? x : alpha * x;
        }

        @Override
        public double derivative(double x, double alpha) {
            return x > 0 ? 1 : alpha;
        }
    },
    /** {@code x > 0 ? x : alpha (e^x - 1)} (Clevert et al. 2015); {@code alpha} is 1 by default. */
    ELU(true, 1) {
        @Override
        public double value(double x, double alpha) {
            return x > 0 ? x : alpha * Math.expm1(x);
        }

        @Override
        public double derivative(double x, double alpha) {
            return x > 0 ? 1 : alpha * Math.exp(x);
        }
    },
    /** {@code lambda (x > 0 ? x : alpha (e^x - 1))} with the two constants of Klambauer et al. 2017. */
    SELU(true) {
        @Override
        public double value(double x, double alpha) {
            return SELU_LAMBDA * (x > 0 ? x : SELU_ALPHA * Math.expm1(x));
        }

        @Override
        public double derivative(double x, double alpha) {
            return SELU_LAMBDA * (x > 0 ? 1 : SELU_ALPHA * Math.exp(x));
        }
    },
    /** {@code log(1 + e^x)}. */
    SOFTPLUS(true) {
        @Override
        public double value(double x, double alpha) {
            return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
        }

        @Override
        public double derivative(double x, double alpha) {
            return sigmoid(x);
        }
    },
    /** {@code x Phi(x)} with the exact normal distribution function, not its tanh approximation (Hendrycks and Gimpel 2016). */
    GELU(false) {
        @Override
        public double value(double x, double alpha) {
            return x == Double.NEGATIVE_INFINITY ? 0 : x * NormalDistribution.cumulative(x);
        }

        @Override
        public double derivative(double x, double alpha) {
            return Double.isInfinite(x)
                    ? (x > 0 ? 1 : 0)
                    : NormalDistribution.cumulative(x) + x * NormalDistribution.density(x);
        }
    },
    /** {@code x sigmoid(x)}, also called swish (Elfwing et al. 2017). */
    SILU(false) {
        @Override
        public double value(double x, double alpha) {
            return x == Double.NEGATIVE_INFINITY ? 0 : x * sigmoid(x);
        }

        @Override
        public double derivative(double x, double alpha) {
            if (Double.isInfinite(x)) {
                return x > 0 ? 1 : 0;
            }
            return sigmoid(x) * (1 + x * sigmoid(-x));
        }
    };

    /** The scale of {@link #SELU}. */
    public static final double SELU_LAMBDA = 1.0507009873554805;

    /** The negative saturation of {@link #SELU} before scaling. */
    public static final double SELU_ALPHA = 1.6732632423543772;

    private final boolean gradientFromOutput;
    private final boolean hasAlpha;
    private final double defaultAlpha;

    Activation(boolean gradientFromOutput) {
        this.gradientFromOutput = gradientFromOutput;
        this.hasAlpha = false;
        this.defaultAlpha = 0;
    }

    Activation(boolean gradientFromOutput, double defaultAlpha) {
        this.gradientFromOutput = gradientFromOutput;
        this.hasAlpha = true;
        this.defaultAlpha = defaultAlpha;
    }

    /** Returns the function's value at {@code x}. */
    public abstract double value(double x, double alpha);

    /** Returns the function's derivative at {@code x}; at a kink, the derivative from the left. */
    public abstract double derivative(double x, double alpha);

    /**
     * Whether backends take the derivative from the function's output rather than its input. A layer saves that tensor for
     * the backward pass and no other.
     */
    public final boolean gradientFromOutput() {
        return gradientFromOutput;
    }

    /** Whether {@code alpha} matters to this function. */
    public final boolean hasAlpha() {
        return hasAlpha;
    }

    /** Returns the function with its usual {@code alpha}. */
    public final ActivationFunction function() {
        return new ActivationFunction(this, (float) defaultAlpha);
    }

    /**
     * Returns the function with this {@code alpha}.
     *
     * @throws IllegalArgumentException if the function has no such parameter, or {@code alpha} is negative or not finite
     */
    public final ActivationFunction withAlpha(double alpha) {
        if (!hasAlpha) {
            throw new IllegalArgumentException(label() + " has no alpha");
        }
        return new ActivationFunction(this, (float) alpha);
    }

    /** Returns the name used on command lines and in files: lower case, words joined by {@code -}. */
    public final String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
