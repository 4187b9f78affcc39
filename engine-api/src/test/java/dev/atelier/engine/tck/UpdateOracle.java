package dev.atelier.engine.tck;

import dev.atelier.engine.backend.UpdateRule;
import java.util.List;

/** Optimiser steps in double precision, element by element, and how far single precision may stray from them. */
final class UpdateOracle {
    /** Every kind of rule, with and without its options. */
    static final List<UpdateRule> RULES = List.of(
            new UpdateRule.Sgd(0),
            new UpdateRule.Sgd(0.01f),
            new UpdateRule.Momentum(0.9f, false, 0),
            new UpdateRule.Momentum(0.9f, false, 0.01f),
            new UpdateRule.Momentum(0.8f, true, 0),
            new UpdateRule.Momentum(0.9f, true, 5e-4f));

    private static final float[] RATES = {0.5f, 0.1f, 0.03f};

    private final UpdateRule rule;
    private final Expected parameters;
    private final Expected[] state;

    /** Starts from these parameters and a state of zeros. */
    UpdateOracle(UpdateRule rule, float[] parameters) {
        this.rule = rule;
        this.parameters = Expected.exactly(parameters);
        this.state = new Expected[rule.stateTensors()];
        for (int i = 0; i < state.length; i++) {
            state[i] = Expected.ofSize(parameters.length);
        }
    }

    /** Returns the learning rates of three steps; later steps keep the last. */
    static float[] rates() {
        return RATES.clone();
    }

    Expected parameters() {
        return parameters;
    }

    Expected state(int index) {
        return state[index];
    }

    /**
     * Does one step. Gradients, parameters and state known within their tolerances move the result by what the rule makes of
     * those tolerances; all rules are affine in them.
     */
    void step(Expected gradients, float learningRate) {
        double[] exact = new double[state.length];
        double[] shifted = new double[state.length];
        for (int i = 0; i < parameters.size(); i++) {
            double p = parameters.value(i);
            double g = gradients.value(i);
            double magnitude = Math.abs(p) + Math.abs(g);
            for (int s = 0; s < state.length; s++) {
                exact[s] = state[s].value(i);
                shifted[s] = exact[s] + state[s].tolerance(i);
                magnitude += Math.abs(exact[s]);
            }
            double pTolerance = parameters.tolerance(i);
            double gTolerance = gradients.tolerance(i);
            double next = rule.apply(p, g, exact, learningRate);
            // The parameter's own error and the gradient's pull in opposite directions, so they are added apart.
            double byGradient = rule.apply(p, g + gTolerance, shifted, learningRate);
            double rounding = Tolerance.ofRounding(Math.abs(p) + learningRate * magnitude);
            parameters.set(i, next, 2 * pTolerance + Math.abs(byGradient - next) + rounding);
            for (int s = 0; s < state.length; s++) {
                state[s].set(
                        i, exact[s], Math.abs(shifted[s] - exact[s]) + pTolerance + Tolerance.ofRounding(magnitude));
            }
        }
    }
}
