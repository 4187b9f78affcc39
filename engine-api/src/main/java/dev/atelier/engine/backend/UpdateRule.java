package dev.atelier.engine.backend;

/**
 * How an optimiser changes a parameter {@code p} given its gradient {@code g}: the formula, and its double-precision
 * {@link #apply reference}. Weight decay is L2: it adds {@code weightDecay * p} to the gradient first.
 */
public sealed interface UpdateRule {
    /** Returns the L2 coefficient. */
    float weightDecay();

    /** Returns how many state tensors of the parameters' shape the rule keeps; all start at zero. */
    int stateTensors();

    /**
     * Applies the rule to one parameter in double precision.
     *
     * @param parameter the parameter's value
     * @param gradient the loss's gradient with respect to it
     * @param state the parameter's {@link #stateTensors()} state values, updated in place
     * @param learningRate the step's learning rate
     * @return the parameter's new value
     */
    double apply(double parameter, double gradient, double[] state, double learningRate);

    /** Stochastic gradient descent: {@code p -= lr (g + weightDecay p)}. */
    record Sgd(float weightDecay) implements UpdateRule {
        /** Checks the coefficient. */
        public Sgd {
            checkCoefficient("weight decay", weightDecay);
        }

        @Override
        public int stateTensors() {
            return 0;
        }

        @Override
        public double apply(double parameter, double gradient, double[] state, double learningRate) {
            return parameter - learningRate * (gradient + weightDecay * parameter);
        }
    }

    /**
     * Momentum: {@code v = momentum v + g}, then {@code p -= lr v}, or with Nesterov's look-ahead
     * {@code p -= lr (g + momentum v)} (Sutskever et al. 2013, in the form that PyTorch documents).
     */
    record Momentum(float momentum, boolean nesterov, float weightDecay) implements UpdateRule {
        /** Checks the coefficients. */
        public Momentum {
            checkCoefficient("momentum", momentum);
            checkCoefficient("weight decay", weightDecay);
        }

        @Override
        public int stateTensors() {
            return 1;
        }

        @Override
        public double apply(double parameter, double gradient, double[] state, double learningRate) {
            double decayed = gradient + weightDecay * parameter;
            state[0] = momentum * state[0] + decayed;
            return parameter - learningRate * (nesterov ? decayed + momentum * state[0] : state[0]);
        }
    }

    private static void checkCoefficient(String name, float value) {
        if (!(value >= 0) || Float.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be finite and >= 0, but is " + value);
        }
    }
}
