package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.UpdateRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fused operations do what their composition from primitives does. */
interface ComposedChecks extends Conformance {
    /** Steps accumulate roundings, which the loss's curvature amplifies a little. */
    double ALLOWED = 2e-5;

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void fusedStepsEqualComposedSteps(ActivationFunction function) {
        for (boolean crossEntropy : new boolean[] {true, false}) {
            UpdateRule rule = new UpdateRule.Momentum(0.9f, true, 0.01f);
            compare(new SmallNetwork.Design(33, 18, CLASSES, 9, function, crossEntropy, rule));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.UpdateChecks#rules")
    default void fusedUpdatesEqualComposedUpdates(UpdateRule rule) {
        compare(new SmallNetwork.Design(33, 18, CLASSES, 9, Activation.RELU.function(), true, rule));
    }

    private void compare(SmallNetwork.Design design) {
        bed().network("fused against composed, " + design, design, (t, fused, data) -> {
            SmallNetwork composed = t.network(design, data);
            SmallNetwork atOnce = t.network(design, data);
            for (int step = 0; step < 3; step++) {
                fused.step(t.ops());
                composed.step(new PrimitiveOps(t.ops()));
                atOnce.stepAtOnce(t.ops());
            }
            float[] expected = composed.everything();
            verifyClose(t, "fused updates", expected, fused.everything());
            verifyClose(t, "one update of the whole slab", expected, atOnce.everything());
        });
    }

    private static void verifyClose(Trial t, String what, float[] expected, float[] found) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - found[i]) <= ALLOWED * largest)) {
                throw t.failure(
                        what + ": element " + i + " of losses, parameters and state",
                        expected[i] + ", as composed of primitives, within " + ALLOWED * largest,
                        found[i]);
            }
        }
    }
}
