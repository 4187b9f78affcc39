package dev.atelier.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracles of the optimisers against numbers worked out by hand; coefficients are exact in binary. */
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

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, Float.NaN, Float.POSITIVE_INFINITY})
    void coefficientsMustBeFiniteAndNotNegative(float value) {
        assertThatThrownBy(() -> new UpdateRule.Sgd(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight decay must be finite and >= 0, but is " + value);
        assertThatThrownBy(() -> new UpdateRule.Momentum(value, true, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("momentum must be finite and >= 0, but is " + value);
        assertThatThrownBy(() -> new UpdateRule.Momentum(0, true, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight decay must be finite and >= 0, but is " + value);
    }

    private static double step(UpdateRule rule, double parameter, double gradient, double learningRate) {
        return rule.apply(parameter, gradient, new double[rule.stateTensors()], learningRate);
    }
}
