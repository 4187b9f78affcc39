package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.UpdateRule;
import java.util.Map;

/** The defines of {@code update_rule.cl} for an optimiser. */
final class RuleDefines {
    private RuleDefines() {}

    /** Returns the defines of a rule. */
    static Map<String, Object> of(UpdateRule rule) {
        return Map.of("RULE", name(rule), "RULE_STATES", rule.stateTensors());
    }

    private static String name(UpdateRule rule) {
        if (rule instanceof UpdateRule.Momentum momentum) {
            return momentum.nesterov() ? "NESTEROV" : "MOMENTUM";
        }
        if (rule instanceof UpdateRule.Sgd) {
            return "SGD";
        }
        throw new IllegalArgumentException("the OpenCL kernels know no update rule " + rule);
    }
}
