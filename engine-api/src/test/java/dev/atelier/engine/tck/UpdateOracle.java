package dev.atelier.engine.tck;

import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.Arrays;
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
            new UpdateRule.Momentum(0.9f, true, 5e-4f),
            new UpdateRule.RmsProp(0.99f, 1e-8f, 0),
            new UpdateRule.RmsProp(0.9f, 1e-3f, 0.01f),
            new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0),
            new UpdateRule.Adam(0.8f, 0.99f, 1e-3f, 0.01f),
            new UpdateRule.AdamW(0.9f, 0.999f, 1e-8f, 0.01f),
            new UpdateRule.AdamW(0.5f, 0.9f, 1e-3f, 0.1f));

    private static final float[] RATES = {0.5f, 0.1f, 0.03f};

    private final UpdateRule rule;
    private final Expected parameters;
    private final Expected[] state;

    /** The state that is a mean of squares and never below zero, or -1. */
    private final int meanSquare;

    /** Starts from these parameters and a state of zeros. */
    UpdateOracle(UpdateRule rule, float[] parameters) {
        this.rule = rule;
        this.parameters = Expected.exactly(parameters);
        this.state = new Expected[rule.stateTensors()];
        this.meanSquare = rule instanceof UpdateRule.Momentum ? -1 : state.length - 1;
        for (int i = 0; i < state.length; i++) {
            state[i] = Expected.ofSize(parameters.length);
        }
    }

    /** Returns the learning rates of three steps; later steps keep the last. */
    static float[] rates() {
        return RATES.clone();
    }

    /** Makes what a device is given for {@link #rates()}, standing at the first step. */
    static LearningRate learningRate(Trial t, UpdateRule rule) {
        Tensor table = t.input("rates", rule.coefficientCount(), RATES.length, LearningRate.tableOf(rule, RATES, 0));
        return new LearningRate(table, t.integers("step", 1, 1, 0));
    }

    Expected parameters() {
        return parameters;
    }

    Expected state(int index) {
        return state[index];
    }

    /**
     * Does one step. What a device may be off by is what the rule makes of inputs that are off by their tolerances and a few
     * roundings: the largest deviation at the corners of that box. A rule's own sums and products add no more than such inputs do.
     *
     * @param number counted from 1
     */
    void step(Expected gradients, float learningRate, long number) {
        double[] coefficients = rule.coefficients(learningRate, number);
        double[] next = new double[state.length];
        double[] corner = new double[state.length];
        double[] deviations = new double[state.length + 1];
        for (int i = 0; i < parameters.size(); i++) {
            for (int s = 0; s < state.length; s++) {
                next[s] = state[s].value(i);
            }
            double p = rule.apply(parameters.value(i), gradients.value(i), next, coefficients);
            Arrays.fill(deviations, 0);
            for (int bits = 0; bits < 4 << state.length; bits++) {
                for (int s = 0; s < state.length; s++) {
                    double shifted = shifted(state[s], i, (bits & 4 << s) != 0);
                    corner[s] = s == meanSquare ? Math.max(0, shifted) : shifted;
                }
                double shiftedGradient = shifted(gradients, i, (bits & 2) != 0);
                double q = rule.apply(shifted(parameters, i, (bits & 1) != 0), shiftedGradient, corner, coefficients);
                deviations[state.length] = Math.max(deviations[state.length], Math.abs(q - p));
                for (int s = 0; s < state.length; s++) {
                    deviations[s] = Math.max(deviations[s], Math.abs(corner[s] - next[s]));
                }
            }
            double rounding = Tolerance.ofRounding(Math.abs(p) + Math.abs(parameters.value(i)));
            parameters.set(i, p, deviations[state.length] + rounding);
            for (int s = 0; s < state.length; s++) {
                state[s].set(i, next[s], deviations[s] + Tolerance.ofRounding(next[s]));
            }
        }
    }

    private static double shifted(Expected values, int i, boolean up) {
        double value = values.value(i);
        double by = values.tolerance(i) + Tolerance.ofRounding(value) - Tolerance.SUBNORMAL;
        return up ? value + by : value - by;
    }
}
