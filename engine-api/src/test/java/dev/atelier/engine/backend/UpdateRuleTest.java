package dev.atelier.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracles of the optimisers against numbers worked out elsewhere; coefficients are exact in binary. */
class UpdateRuleTest {
    @Test
    void gradientDescentStepsAgainstTheGradient() {
        // 2 - 0.5 * 3
        assertThat(step(new UpdateRule.Sgd(0), 2, 3, 0.5)).isEqualTo(0.5);
        // 2 - 0.5 * (3 + 0.25 * 2)
        assertThat(step(new UpdateRule.Sgd(0.25f), 2, 3, 0.5)).isEqualTo(0.25);
    }

    @Test
    void momentumGathersGradients() {
        UpdateRule rule = new UpdateRule.Momentum(0.5f, false, 0);
        double[] state = {0};
        // v = 4; p = 10 - 0.25 * 4
        assertThat(rule.apply(10, 4, state, 0.25)).isEqualTo(9);
        assertThat(state).containsExactly(4);
        // v = 0.5 * 4 + 2 = 4; p = 9 - 0.25 * 4
        assertThat(rule.apply(9, 2, state, 0.25)).isEqualTo(8);
        assertThat(state).containsExactly(4);
    }

    @Test
    void nesterovLooksAhead() {
        UpdateRule rule = new UpdateRule.Momentum(0.5f, true, 0);
        double[] state = {0};
        // v = 4; p = 10 - 0.25 * (4 + 0.5 * 4)
        assertThat(rule.apply(10, 4, state, 0.25)).isEqualTo(8.5);
        // v = 0.5 * 4 + 2 = 4; p = 8.5 - 0.25 * (2 + 0.5 * 4)
        assertThat(rule.apply(8.5, 2, state, 0.25)).isEqualTo(7.5);
        assertThat(state).containsExactly(4);
    }

    @Test
    void weightDecayAddsToTheGradientBeforeMomentum() {
        double[] state = {1};
        // g = 4 + 0.125 * 8 = 5; v = 0.5 * 1 + 5 = 5.5; p = 8 - 0.25 * 5.5
        assertThat(new UpdateRule.Momentum(0.5f, false, 0.125f).apply(8, 4, state, 0.25))
                .isEqualTo(6.625);
        assertThat(state).containsExactly(5.5);
        state[0] = 1;
        // p = 8 - 0.25 * (5 + 0.5 * 5.5)
        assertThat(new UpdateRule.Momentum(0.5f, true, 0.125f).apply(8, 4, state, 0.25))
                .isEqualTo(6.0625);
    }

    /** On f(x) = x^2 / 2, whose gradient is x, momentum is x'' = (1 + momentum - rate) x' - momentum x. */
    @Test
    void momentumFollowsItsRecurrence() {
        UpdateRule rule = new UpdateRule.Momentum(0.5f, false, 0);
        double[] state = {0};
        double before = 1;
        double x = rule.apply(before, before, state, 0.1);
        for (int i = 0; i < 20; i++) {
            double expected = (1.5 - 0.1) * x - 0.5 * before;
            before = x;
            x = rule.apply(x, x, state, 0.1);
            assertThat(x).isCloseTo(expected, within(1e-15));
        }
    }

    /** The expected numbers are those of the formulas in PyTorch's documentation, computed with NumPy in double precision. */
    @Test
    void rmsPropFollowsItsFormula() {
        assertSteps(
                new UpdateRule.RmsProp(0.75f, 0.125f, 0.25f),
                1.2,
                1.8186925865140453,
                0.9282257053752203,
                0.8597194120089968);
    }

    /** See {@link #rmsPropFollowsItsFormula}. */
    @Test
    void adamFollowsItsFormula() {
        assertSteps(
                new UpdateRule.Adam(0.75f, 0.875f, 0.125f, 0.25f),
                1.5555555555555556,
                1.5856889991126144,
                1.2794992259978588,
                1.020840977723513);
    }

    /** See {@link #rmsPropFollowsItsFormula}. */
    @Test
    void adamWFollowsItsFormula() {
        assertSteps(
                new UpdateRule.AdamW(0.75f, 0.875f, 0.125f, 0.25f),
                1.35,
                1.4085889791253237,
                0.9940000752156979,
                0.6906333688744496);
    }

    private static void assertSteps(UpdateRule rule, double... expected) {
        double[] gradients = {0.5, -1.25, 3, 0.001};
        double[] state = new double[rule.stateTensors()];
        double p = 2;
        for (int i = 0; i < gradients.length; i++) {
            p = rule.apply(p, gradients[i], state, rule.coefficients(0.5, i + 1));
            assertThat(p).isCloseTo(expected[i], within(1e-14));
        }
    }

    /** Adam's first step is the learning rate, whatever the gradient, since both corrections cancel the means' start. */
    @Test
    void adamsFirstStepIsTheLearningRate() {
        UpdateRule rule = new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0);
        for (double gradient : new double[] {1e-3, 1, -1e5}) {
            double moved = rule.apply(0, gradient, new double[2], rule.coefficients(0.25, 1));
            assertThat(moved).isCloseTo(-0.25 * Math.signum(gradient), within(1e-5));
        }
    }

    @Test
    void aMeanSquareBeyondFloatStopsTheParameter() {
        double[] state = new double[2];
        UpdateRule rule = new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0);
        assertThat(rule.apply(3, 1e30, state, rule.coefficients(0.25, 1))).isEqualTo(3);
        assertThat(state[1]).isInfinite();
    }

    @Test
    void tablesGoOnWhereTheRunStands() {
        UpdateRule rule = new UpdateRule.AdamW(0.5f, 0.75f, 0.5f, 0.25f);
        float[] rates = {1, 0.5f};
        float[] table = LearningRate.tableOf(rule, rates, 1);
        // sqrt(1 - 0.75^t) and 1 - 0.5^t of steps 2 and 3
        double second = Math.sqrt(0.4375);
        double third = Math.sqrt(0.578125);
        assertThat(table).containsExactly(new float[] {
            (float) (second / 0.75),
            (float) (0.5 * third / 0.875),
            (float) (0.5 * second),
            (float) (0.5 * third),
            0.25f,
            0.125f
        });
        assertThat(LearningRate.tableOf(new UpdateRule.Sgd(0), rates, 7)).containsExactly(rates);
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, 1, Float.NaN, Float.POSITIVE_INFINITY})
    void decaysOfMeansMustBeBelowOne(float value) {
        assertThatThrownBy(() -> new UpdateRule.RmsProp(value, 1, 0)).hasMessage(range("decay", value));
        assertThatThrownBy(() -> new UpdateRule.Adam(value, 0, 1, 0)).hasMessage(range("beta1", value));
        assertThatThrownBy(() -> new UpdateRule.Adam(0, value, 1, 0)).hasMessage(range("beta2", value));
        assertThatThrownBy(() -> new UpdateRule.AdamW(value, 0, 1, 0)).hasMessage(range("beta1", value));
        assertThatThrownBy(() -> new UpdateRule.AdamW(0, value, 1, 0)).hasMessage(range("beta2", value));
    }

    private static String range(String name, float value) {
        return name + " must be from 0 to below 1, but is " + value;
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void epsilonMustBeFiniteAndPositive(float value) {
        String message = "epsilon must be finite and > 0, but is " + value;
        assertThatThrownBy(() -> new UpdateRule.RmsProp(0, value, 0)).hasMessage(message);
        assertThatThrownBy(() -> new UpdateRule.Adam(0, 0, value, 0)).hasMessage(message);
        assertThatThrownBy(() -> new UpdateRule.AdamW(0, 0, value, 0)).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, Float.NaN, Float.POSITIVE_INFINITY})
    void coefficientsMustBeFiniteAndNotNegative(float value) {
        assertThatThrownBy(() -> new UpdateRule.Sgd(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight decay must be finite and >= 0, but is " + value);
        assertThatThrownBy(() -> new UpdateRule.Momentum(value, true, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("momentum must be finite and >= 0, but is " + value);
        for (ThrowingCallable rule : List.<ThrowingCallable>of(
                () -> new UpdateRule.Momentum(0, true, value),
                () -> new UpdateRule.RmsProp(0, 1, value),
                () -> new UpdateRule.Adam(0, 0, 1, value),
                () -> new UpdateRule.AdamW(0, 0, 1, value))) {
            assertThatThrownBy(rule)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("weight decay must be finite and >= 0, but is " + value);
        }
    }

    private static double step(UpdateRule rule, double parameter, double gradient, double learningRate) {
        return rule.apply(parameter, gradient, new double[rule.stateTensors()], learningRate);
    }
}
