package dev.atelier.engine.tck;

import dev.atelier.engine.backend.UpdateRule;

/** The rules that keep means of gradients and of their squares, with one fault. */
final class FaultyMeans {
    private FaultyMeans() {}

    /** Applies the rule to one parameter in step {@code number}, counted from 1. */
    static double apply(
            Fault fault, UpdateRule rule, double p, double g, double[] state, double[] coefficients, int number) {
        if (rule instanceof UpdateRule.RmsProp rmsProp && fault == Fault.RMSPROP_EPSILON_INSIDE_ROOT) {
            rule.apply(p, g, state, coefficients);
            double decayed = g + rmsProp.weightDecay() * p;
            return p - coefficients[0] * decayed / Math.sqrt(state[0] + rmsProp.epsilon());
        } else if (rule instanceof UpdateRule.Adam adam) {
            return adam(fault, adam, p, g, state, coefficients, number);
        } else if (rule instanceof UpdateRule.AdamW adamW) {
            boolean coupled = fault == Fault.ADAMW_COUPLES_DECAY;
            double decay = coupled ? 0 : coefficients[2] * p;
            UpdateRule.Adam adam = new UpdateRule.Adam(
                    adamW.beta1(), adamW.beta2(), adamW.epsilon(), coupled ? adamW.weightDecay() : 0);
            return adam(fault, adam, p, g, state, coefficients, number) - decay;
        }
        return rule.apply(p, g, state, coefficients);
    }

    private static double adam(
            Fault fault, UpdateRule.Adam rule, double p, double g, double[] state, double[] c, int number) {
        double meanSquare = state[1];
        double first = 1 - Math.pow(rule.beta1(), number);
        double root = Math.sqrt(1 - Math.pow(rule.beta2(), number));
        switch (fault) {
            case ADAM_SWAPS_BETAS -> {
                UpdateRule swapped =
                        new UpdateRule.Adam(rule.beta2(), rule.beta1(), rule.epsilon(), rule.weightDecay());
                return swapped.apply(p, g, state, c);
            }
            case ADAM_WITHOUT_BIAS_CORRECTION -> {
                return rule.apply(p, g, state, c[0] * first / root, rule.epsilon());
            }
            case ADAM_EPSILON_WITHOUT_CORRECTION -> {
                return rule.apply(p, g, state, c[0], rule.epsilon());
            }
            case ADAM_EPSILON_INSIDE_ROOT -> {
                rule.apply(p, g, state, c);
                return p - c[0] * state[0] / Math.sqrt(state[1] + c[1]);
            }
            case ADAM_KEEPS_NO_MEAN_SQUARE -> {
                double next = rule.apply(p, g, state, c);
                state[1] = meanSquare;
                return next;
            }
            default -> {
                return rule.apply(p, g, state, c);
            }
        }
    }
}
