package dev.atelier.engine.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.offset;

import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Each function against double precision, over its whole range; what is promised is a few units in the last place. */
class FloatMathTest {
    private static final float STEP = 1 / 64f;

    /** Relative errors are in units of roundoff, half a unit in the last place; absolute ones below the normal numbers in steps. */
    private static final double UNIT = 0x1p-24;

    private interface FloatFunction {
        float of(float x);
    }

    private static void assertNear(
            FloatFunction function, DoubleUnaryOperator exact, double from, double to, double units) {
        for (float x = (float) from; x <= to; x += STEP) {
            float found = function.of(x);
            double expected = exact.applyAsDouble(x);
            double allowed = units * UNIT * Math.abs(expected) + Float.MIN_VALUE;
            if (!(Math.abs(found - expected) <= allowed)) {
                fail("f(%s) is %s, expected %s", x, found, expected);
            }
        }
    }

    @Test
    void exponentialIsExactToAFewUnitsFromSubnormalToTheLargestNumbers() {
        assertNear(FloatMath::exp, Math::exp, -103.9, 88.7, 4);
        assertThat(FloatMath.exp(0)).isEqualTo(1);
    }

    @Test
    void exponentialEndsInZeroAndInfinity() {
        for (float x : new float[] {-104, -105, -1e30f, Float.NEGATIVE_INFINITY}) {
            assertThat(FloatMath.exp(x)).isEqualTo(0);
        }
        for (float x : new float[] {88.8f, 89, 90, 1e30f, Float.POSITIVE_INFINITY}) {
            assertThat(FloatMath.exp(x)).isEqualTo(Float.POSITIVE_INFINITY);
        }
        assertThat(FloatMath.exp(Float.NaN)).isNaN();
    }

    @Test
    void exponentialLessOneKeepsItsDigitsNearZero() {
        assertNear(FloatMath::expm1, Math::expm1, -45, 40, 6);
        for (float x = 1e-30f; x < 0.5f; x *= 1.5f) {
            assertThat((double) FloatMath.expm1(x)).isCloseTo(Math.expm1(x), relative(x, 4));
            assertThat((double) FloatMath.expm1(-x)).isCloseTo(Math.expm1(-x), relative(x, 4));
        }
        assertThat(FloatMath.expm1(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(FloatMath.expm1(-1000)).isEqualTo(-1);
        assertThat(FloatMath.expm1(Float.NaN)).isNaN();
    }

    @Test
    void logarithmOfOneAndMore() {
        assertNear(FloatMath::log1p, Math::log1p, 0, 1, 3);
        for (float u = 1e-30f; u < 1; u *= 1.5f) {
            assertThat((double) FloatMath.log1p(u)).isCloseTo(Math.log1p(u), relative(u, 5));
        }
    }

    @Test
    void sigmoidKeepsItsDigitsInBothTails() {
        assertNear(FloatMath::sigmoid, x -> 1 / (1 + Math.exp(-x)), -103, 103, 6);
        assertThat(FloatMath.sigmoid(0)).isEqualTo(0.5f);
        assertThat(FloatMath.sigmoid(Float.NEGATIVE_INFINITY)).isEqualTo(0);
        assertThat(FloatMath.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(FloatMath.sigmoid(Float.NaN)).isNaN();
    }

    @Test
    void hyperbolicTangentIsOddAndKeepsItsDigitsNearZero() {
        assertNear(FloatMath::tanh, Math::tanh, -30, 30, 8);
        for (float x = 1e-30f; x < 0.5f; x *= 1.5f) {
            assertThat((double) FloatMath.tanh(x)).isCloseTo(Math.tanh(x), relative(x, 8));
            assertThat(FloatMath.tanh(-x)).isEqualTo(-FloatMath.tanh(x));
        }
        assertThat(Float.floatToRawIntBits(FloatMath.tanh(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(FloatMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(FloatMath.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(FloatMath.tanh(Float.NaN)).isNaN();
    }

    @Test
    void softplusIsExactFromItsTailToItsAsymptote() {
        assertNear(
                FloatMath::softplus, x -> x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)), -87, 103, 8);
        assertThat(FloatMath.softplus(Float.NEGATIVE_INFINITY)).isEqualTo(0);
        assertThat(FloatMath.softplus(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatMath.softplus(Float.NaN)).isNaN();
    }

    @Test
    void normalDensityIsExactFarIntoItsTails() {
        assertNear(FloatMath::normalDensity, x -> Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI), -13, 13, 16);
        for (float x : new float[] {15, 16, 1e30f, Float.POSITIVE_INFINITY}) {
            assertThat(FloatMath.normalDensity(x)).isEqualTo(0);
            assertThat(FloatMath.normalDensity(-x)).isEqualTo(0);
        }
    }

    /** Tails from the continued fraction of the Mills ratio, and from the Taylor series near zero (Abramowitz and Stegun 26.2). */
    @Test
    void normalDistributionKeepsItsDigitsInTheLowerTail() {
        assertNear(
                x -> FloatMath.normalCumulative(x, FloatMath.normalDensity(x)),
                FloatMathTest::normalCumulative,
                -12.9,
                15,
                24);
        assertThat(FloatMath.normalCumulative(Float.NEGATIVE_INFINITY, 0)).isEqualTo(0);
        assertThat(FloatMath.normalCumulative(Float.POSITIVE_INFINITY, 0)).isEqualTo(1);
    }

    @Test
    void coefficientsAreHandedOutAsACopy() {
        float[] copy = FloatMath.millsCoefficients();
        copy[0] = 7;
        // The ratio at zero is sqrt(pi / 2), and u is 1 there.
        double sum = 0;
        for (float coefficient : FloatMath.millsCoefficients()) {
            sum += coefficient;
        }
        assertThat(sum).isCloseTo(Math.sqrt(Math.PI / 2), relative(1, 4));
    }

    private static double normalCumulative(double x) {
        double t = Math.abs(x);
        double density = Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
        double upper;
        if (t < 3) {
            double term = t;
            double sum = t;
            for (int n = 1; n < 100; n++) {
                term *= t * t / (2 * n + 1);
                sum += term;
            }
            upper = 0.5 - density * sum;
        } else {
            double fraction = t;
            for (int n = 200; n > 0; n--) {
                fraction = t + n / fraction;
            }
            upper = density / fraction;
        }
        return x < 0 ? upper : 1 - upper;
    }

    private static Offset<Double> relative(double magnitude, double units) {
        return offset(units * UNIT * magnitude);
    }
}
