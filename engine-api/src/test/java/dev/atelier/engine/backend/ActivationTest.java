package dev.atelier.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracles of the activations against values of 40 digits, which {@code activation_values.py} computed with mpmath. */
class ActivationTest {
    /** The series and fractions behind GELU lose three digits of a double in its lower tail; the rest is better. */
    private static final double RELATIVE = 5e-13;

    @ParameterizedTest
    @CsvFileSource(resources = "activation_values.csv")
    void valueAndDerivativeAreThoseOfHighPrecision(String label, double alpha, double x, double value, double slope) {
        Activation activation =
                Activation.valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));

        assertThat(activation.value(x, alpha)).isCloseTo(value, within(RELATIVE * Math.abs(value)));
        assertThat(activation.derivative(x, alpha)).isCloseTo(slope, within(RELATIVE * Math.abs(slope)));
    }

    @ParameterizedTest
    @EnumSource
    void leakyReluAndEluAloneHaveAnAlpha(Activation activation) {
        boolean expected = activation == Activation.LEAKY_RELU || activation == Activation.ELU;
        assertThat(activation.hasAlpha()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void derivativeIsTheSlopeOfTheValue(Activation activation) {
        double alpha = activation.function().alpha();
        double width = 1e-5;
        for (double x = -6.03; x < 6; x += 0.1) {
            double slope = (activation.value(x + width, alpha) - activation.value(x - width, alpha)) / (2 * width);
            assertThat(activation.derivative(x, alpha)).as("x = %s", x).isCloseTo(slope, within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IDENTITY, -Infinity, Infinity, 1, 1",
        "SIGMOID, 0, 1, 0, 0",
        "TANH, -1, 1, 0, 0",
        "RELU, 0, Infinity, 0, 1",
        "LEAKY_RELU, -Infinity, Infinity, 0.25, 1",
        "ELU, -0.25, Infinity, 0, 1",
        "SELU, -1.7580993408473766, Infinity, 0, 1.0507009873554805",
        "SOFTPLUS, 0, Infinity, 0, 1",
        "GELU, 0, Infinity, 0, 1",
        "SILU, 0, Infinity, 0, 1"
    })
    void limitsAreReached(Activation activation, double below, double above, double slopeBelow, double slopeAbove) {
        assertThat(activation.value(Double.NEGATIVE_INFINITY, 0.25)).isCloseTo(below, within(1e-15));
        assertThat(activation.value(Double.POSITIVE_INFINITY, 0.25)).isEqualTo(above);
        assertThat(activation.derivative(Double.NEGATIVE_INFINITY, 0.25)).isEqualTo(slopeBelow);
        assertThat(activation.derivative(Double.POSITIVE_INFINITY, 0.25)).isEqualTo(slopeAbove);
    }

    @ParameterizedTest
    @EnumSource
    void valueOfNaNIsNaN(Activation activation) {
        assertThat(activation.value(Double.NaN, 0.25)).isNaN();
    }

    @ParameterizedTest
    @EnumSource
    void labelsAreReadBack(Activation activation) {
        assertThat(ActivationFunction.parse(activation.label())).isEqualTo(activation.function());
        assertThat(ActivationFunction.parse(activation.name())).isEqualTo(activation.function());
        assertThat(activation.function().label()).isEqualTo(activation.label());
    }

    @Test
    void alphaIsReadAndWritten() {
        ActivationFunction function = ActivationFunction.parse("LEAKY_ReLU:0.2");

        assertThat(function).isEqualTo(new ActivationFunction(Activation.LEAKY_RELU, 0.2f));
        assertThat(function.label()).isEqualTo("leaky-relu:0.2");
        assertThat(ActivationFunction.parse(function.label())).isEqualTo(function);
        assertThat(function.value(-2)).isEqualTo(-2 * (double) 0.2f);
        assertThat(function.derivative(-2)).isEqualTo((double) 0.2f);
    }

    @ParameterizedTest
    @CsvSource({
        "swish, unknown activation 'swish'; known are identity",
        "'', unknown activation ''",
        "relu:2, relu has no alpha",
        "elu:x, activation 'elu:x': alpha is not a number",
        "elu:, activation 'elu:': alpha is not a number",
        "elu:-1, elu: alpha must be finite",
        "elu:NaN, elu: alpha must be finite",
        "elu:Infinity, elu: alpha must be finite",
        "elu:1e300, elu: alpha must be"
    })
    void unreadableTextIsRefused(String text, String message) {
        assertThatThrownBy(() -> ActivationFunction.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void alphaMustBeFiniteAndNotNegative(double alpha) {
        assertThatThrownBy(() -> Activation.ELU.withAlpha(alpha))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("elu: alpha must be finite and >= 0, but is " + (float) alpha);
    }
}
