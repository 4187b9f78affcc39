package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.opencl.device.Buffer;
import java.util.Map;

/**
 * An optimiser as {@code update_rule.cl} knows it.
 *
 * @param name the line of the formula
 * @param decay the factor of L2
 * @param keep how much of the first state stays
 * @param keep2 how much of the second state stays
 * @param epsilon what is added to a root, unless it is a coefficient
 */
record RuleDefines(String name, float decay, float keep, float keep2, float epsilon) {
    /** Returns the defines of a rule. */
    static Map<String, Object> of(UpdateRule rule) {
        return Map.of(
                "RULE",
                describe(rule).name,
                "RULE_STATES",
                rule.stateTensors(),
                "RULE_COEFFICIENTS",
                rule.coefficientCount());
    }

    /** Binds {@code RULE_PARAMETERS}; {@code step} holds the step's number. */
    static void bind(LaunchBuilder launch, UpdateRule rule, LearningRate rate, Buffer step) {
        RuleDefines described = describe(rule);
        launch.tensor(rate.table())
                .buffer(step)
                .integer(rate.table().columns())
                .real(described.decay)
                .real(described.keep)
                .real(described.keep2)
                .real(described.epsilon);
    }

    private static RuleDefines describe(UpdateRule rule) {
        if (rule instanceof UpdateRule.Sgd) {
            return new RuleDefines("SGD", rule.weightDecay(), 0, 0, 0);
        }
        if (rule instanceof UpdateRule.Momentum momentum) {
            String name = momentum.nesterov() ? "NESTEROV" : "MOMENTUM";
            return new RuleDefines(name, rule.weightDecay(), momentum.momentum(), 0, 0);
        }
        if (rule instanceof UpdateRule.RmsProp rmsProp) {
            return new RuleDefines("RMSPROP", rule.weightDecay(), rmsProp.decay(), 0, rmsProp.epsilon());
        }
        if (rule instanceof UpdateRule.Adam adam) {
            return new RuleDefines("ADAM", rule.weightDecay(), adam.beta1(), adam.beta2(), 0);
        }
        if (rule instanceof UpdateRule.AdamW adamW) {
            return new RuleDefines("ADAM", 0, adamW.beta1(), adamW.beta2(), 0);
        }
        throw new IllegalArgumentException("the OpenCL kernels know no update rule " + rule);
    }
}
