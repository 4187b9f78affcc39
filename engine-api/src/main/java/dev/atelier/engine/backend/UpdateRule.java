package dev.atelier.engine.backend;

/**
 * How an optimiser changes a parameter {@code p} given its gradient {@code g}: the formula, and its double-precision
 * {@link #apply reference}. {@code lr} is the learning rate of the step. Where a rule says L2, its weight decay adds
 * {@code weightDecay * p} to the gradient first.
 *
 * <p>What a rule needs from step to step, such as the learning rate, is worked out on the host as a few
 * {@link #coefficients(double, long) coefficients}, so that a device spends nothing on it; {@link LearningRate} brings them there.
 */
public sealed interface UpdateRule {
    /** The most {@link #coefficientCount coefficients} that a rule has. */
    int MAX_COEFFICIENTS = 3;

    /** Returns the factor of the weight decay. */
    float weightDecay();

    /** Returns how many state tensors of the parameters' shape the rule keeps; all start at zero. */
    int stateTensors();

    /** Returns how many coefficients each step has, at least 1. */
    default int coefficientCount() {
        return 1;
    }

    /**
     * Returns a step's coefficients: the learning rate alone, unless the rule says otherwise.
     *
     * @param learningRate the step's learning rate
     * @param step counted from 1 over the whole run
     */
    default double[] coefficients(double learningRate, long step) {
        double[] coefficients = new double[coefficientCount()];
        coefficients(learningRate, step, coefficients);
        return coefficients;
    }

    /**
     * Writes what {@link #coefficients(double, long)} returns.
     *
     * @param learningRate the step's learning rate
     * @param step counted from 1 over the whole run
     * @param target of {@link #coefficientCount()} elements at least
     */
    default void coefficients(double learningRate, long step, double[] target) {
        target[0] = learningRate;
    }

    /**
     * Applies the rule to one parameter in double precision.
     *
     * @param parameter the parameter's value
     * @param gradient the loss's gradient with respect to it
     * @param state the parameter's {@link #stateTensors()} state values, updated in place
     * @param coefficients the step's {@link #coefficients(double, long)}
     * @return the parameter's new value
     */
    double apply(double parameter, double gradient, double[] state, double... coefficients);

    /** Stochastic gradient descent with L2: {@code p -= lr (g + weightDecay p)}. */
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
        public double apply(double parameter, double gradient, double[] state, double... coefficients) {
            return parameter - coefficients[0] * (gradient + weightDecay * parameter);
        }
    }

    /**
     * Momentum with L2: {@code v = momentum v + g}, then {@code p -= lr v}, or with Nesterov's look-ahead
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
        public double apply(double parameter, double gradient, double[] state, double... coefficients) {
            double decayed = gradient + weightDecay * parameter;
            state[0] = momentum * state[0] + decayed;
            return parameter - coefficients[0] * (nesterov ? decayed + momentum * state[0] : state[0]);
        }
    }

    /**
     * RMSProp with L2: {@code v = decay v + (1 - decay) g^2}, then {@code p -= lr g / (sqrt(v) + epsilon)} (Tieleman and Hinton
     * 2012, lecture 6.5, in the form that PyTorch documents).
     */
    record RmsProp(float decay, float epsilon, float weightDecay) implements UpdateRule {
        /** Checks the coefficients. */
        public RmsProp {
            checkMean("decay", decay);
            checkEpsilon(epsilon);
            checkCoefficient("weight decay", weightDecay);
        }

        @Override
        public int stateTensors() {
            return 1;
        }

        @Override
        public double apply(double parameter, double gradient, double[] state, double... coefficients) {
            double decayed = gradient + weightDecay * parameter;
            state[0] = meanSquare(decay, state[0], decayed);
            return parameter - coefficients[0] * decayed / (Math.sqrt(state[0]) + epsilon);
        }
    }

    /**
     * Adam with L2: {@code m = beta1 m + (1 - beta1) g} and {@code v = beta2 v + (1 - beta2) g^2}, both of which start at zero and
     * are corrected for it, {@code M = m / (1 - beta1^t)} and {@code V = v / (1 - beta2^t)} in step {@code t}; then
     * {@code p -= lr M / (sqrt(V) + epsilon)} (Kingma and Ba 2015, algorithm 1).
     *
     * <p>The coefficients fold the corrections in, as the end of that paper's section 2 has it:
     * {@code p -= c0 m / (sqrt(v) + c1)} with {@code c0 = lr sqrt(1 - beta2^t) / (1 - beta1^t)} and
     * {@code c1 = epsilon sqrt(1 - beta2^t)}.
     */
    record Adam(float beta1, float beta2, float epsilon, float weightDecay) implements UpdateRule {
        /** Checks the coefficients. */
        public Adam {
            checkMean("beta1", beta1);
            checkMean("beta2", beta2);
            checkEpsilon(epsilon);
            checkCoefficient("weight decay", weightDecay);
        }

        @Override
        public int stateTensors() {
            return 2;
        }

        @Override
        public int coefficientCount() {
            return 2;
        }

        @Override
        public void coefficients(double learningRate, long step, double[] target) {
            double root = Math.sqrt(1 - Math.pow(beta2, (double) step));
            target[0] = learningRate * root / (1 - Math.pow(beta1, (double) step));
            target[1] = epsilon * root;
        }

        @Override
        public double apply(double parameter, double gradient, double[] state, double... coefficients) {
            double decayed = gradient + weightDecay * parameter;
            state[0] = beta1 * state[0] + (1.0 - beta1) * decayed;
            state[1] = meanSquare(beta2, state[1], decayed);
            return parameter - coefficients[0] * state[0] / (Math.sqrt(state[1]) + coefficients[1]);
        }
    }

    /**
     * Adam with decoupled weight decay: {@link Adam} without L2, and {@code p -= lr weightDecay p}, which neither mean knows of
     * (Loshchilov and Hutter 2019, algorithm 2, in the form that PyTorch documents). The coefficients are Adam's and
     * {@code c2 = lr weightDecay}.
     */
    record AdamW(float beta1, float beta2, float epsilon, float weightDecay) implements UpdateRule {
        /** Checks the coefficients. */
        public AdamW {
            checkMean("beta1", beta1);
            checkMean("beta2", beta2);
            checkEpsilon(epsilon);
            checkCoefficient("weight decay", weightDecay);
        }

        @Override
        public int stateTensors() {
            return 2;
        }

        @Override
        public int coefficientCount() {
            return 3;
        }

        @Override
        public void coefficients(double learningRate, long step, double[] target) {
            coupled().coefficients(learningRate, step, target);
            target[2] = learningRate * weightDecay;
        }

        @Override
        public double apply(double parameter, double gradient, double[] state, double... coefficients) {
            return coupled().apply(parameter, gradient, state, coefficients) - coefficients[2] * parameter;
        }

        private Adam coupled() {
            return new Adam(beta1, beta2, epsilon, 0);
        }
    }

    /**
     * Returns {@code decay v + (1 - decay) g^2}, or infinity where that is beyond the range of a state tensor. A parameter whose mean
     * square is infinite stands still: its step is divided by infinity.
     */
    private static double meanSquare(double decay, double v, double g) {
        double mean = decay * v + (1 - decay) * g * g;
        return Double.isInfinite((float) mean) ? Double.POSITIVE_INFINITY : mean;
    }

    private static void checkCoefficient(String name, float value) {
        if (!(value >= 0) || Float.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be finite and >= 0, but is " + value);
        }
    }

    private static void checkMean(String name, float value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to below 1, but is " + value);
        }
    }

    private static void checkEpsilon(float value) {
        if (!(value > 0) || Float.isInfinite(value)) {
            throw new IllegalArgumentException("epsilon must be finite and > 0, but is " + value);
        }
    }
}
