package dev.atelier.engine.network;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.random.CounterRandom;
import java.util.Locale;

/** How initial weights are drawn; biases start at 0. */
public enum Initialization {
    /** Uniform over {@code +-sqrt(6 / (inputs + outputs))} (Glorot and Bengio 2010): tanh, and no activation. */
    GLOROT {
        @Override
        void fill(CounterRandom random, float[] weights, int inputs, int outputs) {
            random.fillUniform(weights, Math.sqrt(6.0 / (inputs + outputs)));
        }
    },
    /**
     * Four times {@link #GLOROT}: sigmoid, whose slope at 0 is a quarter of tanh's (Glorot and Bengio derive theirs for a slope
     * of 1).
     */
    GLOROT_SIGMOID {
        @Override
        void fill(CounterRandom random, float[] weights, int inputs, int outputs) {
            random.fillUniform(weights, 4 * Math.sqrt(6.0 / (inputs + outputs)));
        }
    },
    /** Normal with variance {@code 2 / inputs} (He et al. 2015): ReLU and its relatives. */
    HE {
        @Override
        void fill(CounterRandom random, float[] weights, int inputs, int outputs) {
            random.fillNormal(weights, Math.sqrt(2.0 / inputs));
        }
    },
    /** Normal with variance {@code 1 / inputs} (LeCun et al. 1998; Klambauer et al. 2017): SELU. */
    LECUN {
        @Override
        void fill(CounterRandom random, float[] weights, int inputs, int outputs) {
            random.fillNormal(weights, Math.sqrt(1.0 / inputs));
        }
    };

    /** Returns the initialisation that suits a layer with this activation. */
    public static Initialization suiting(Activation activation) {
        return switch (activation) {
            case IDENTITY, TANH -> GLOROT;
            case SIGMOID -> GLOROT_SIGMOID;
            case RELU, LEAKY_RELU, ELU, SOFTPLUS, GELU, SILU -> HE;
            case SELU -> LECUN;
        };
    }

    /** Returns the name used on command lines and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Draws the weights of a layer, {@code [inputs][outputs]}. */
    abstract void fill(CounterRandom random, float[] weights, int inputs, int outputs);
}
