package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.fail;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.cpu.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations and their gradients on pieces of rows, against double precision. */
class ActivationKernelsTest {
    private static final double UNIT = 0x1p-24;

    /** Sizes round the widths of vectors, and of the pieces that plain loops treat at once. */
    private static final int[] LENGTHS = {1, 7, 16, 17, 65, 513};

    private static final float[] CHOSEN = {
        0,
        -0f,
        1e-4f,
        -1e-4f,
        1,
        -1,
        4,
        -4,
        10,
        -10,
        15,
        -15,
        17,
        -17,
        20,
        -20,
        40,
        -40,
        88,
        -88,
        90,
        -90,
        103,
        -103,
        105,
        -105,
        1000,
        -1000,
        1e30f,
        -1e30f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    static List<Object[]> cases() {
        List<Object[]> cases = new ArrayList<>();
        PaddedRows.kernels().forEach(kernels -> {
            for (Activation kind : Activation.values()) {
                cases.add(new Object[] {kernels, kind.function()});
                if (kind.hasAlpha()) {
                    cases.add(new Object[] {kernels, kind.withAlpha(0.3)});
                }
            }
        });
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreThoseOfDoublePrecision(Kernels kernels, ActivationFunction function) {
        for (int length : LENGTHS) {
            PaddedRows x = inputs(length);
            PaddedRows out = new PaddedRows(2, length);
            kernels.activate(
                    function,
                    2,
                    length,
                    x.floats,
                    PaddedRows.OFFSET,
                    x.stride,
                    out.floats,
                    PaddedRows.OFFSET,
                    out.stride);
            PaddedRows inPlace = x.copy();
            kernels.activate(
                    function,
                    2,
                    length,
                    inPlace.floats,
                    PaddedRows.OFFSET,
                    x.stride,
                    inPlace.floats,
                    PaddedRows.OFFSET,
                    x.stride);
            String what = function + " of " + length + " numbers by " + kernels.description();
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < length; j++) {
                    double at = x.get(i, j);
                    double expected = function.value(at);
                    // A rounding of its argument weighs x^2 times in the tail of GELU.
                    double units = function.kind() == Activation.GELU ? 16 + Math.min(at * at, 225) : 12;
                    assertNear(what, at, out.get(i, j), expected, units * UNIT * Math.abs(expected));
                    assertSame(what + " in place", inPlace.get(i, j), out.get(i, j));
                }
            }
            out.assertEdgesAreKept(what);
            inPlace.assertEdgesAreKept(what);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsFollowTheChainRule(Kernels kernels, ActivationFunction function) {
        for (int length : LENGTHS) {
            PaddedRows x = inputs(length);
            PaddedRows saved = function.gradientFromOutput()
                    ? new PaddedRows(2, length).fill((i, j) -> (float) function.value(x.get(i, j)))
                    : x;
            PaddedRows upstream = new PaddedRows(2, length).random(new Random(length), 3);
            PaddedRows out = new PaddedRows(2, length);
            gradient(kernels, function, length, saved, upstream, out);
            PaddedRows inPlace = upstream.copy();
            gradient(kernels, function, length, saved, inPlace, inPlace);
            String what = "gradient of " + function + " for " + length + " numbers by " + kernels.description();
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < length; j++) {
                    double at = x.get(i, j);
                    double slope = function.derivative(at);
                    double above = upstream.get(i, j);
                    // An output is rounded, which a slope of one less that output carries.
                    double error = 16 * UNIT * Math.max(Math.abs(slope), isStraight(function) ? 0 : 1);
                    assertNear(what, at, out.get(i, j), above * slope, Math.abs(above) * error);
                    assertSame(what + " in place", inPlace.get(i, j), out.get(i, j));
                }
            }
            out.assertEdgesAreKept(what);
            inPlace.assertEdgesAreKept(what);
        }
    }

    private static void gradient(
            Kernels kernels,
            ActivationFunction function,
            int length,
            PaddedRows saved,
            PaddedRows upstream,
            PaddedRows out) {
        kernels.activationGradient(
                function,
                2,
                length,
                saved.floats,
                PaddedRows.OFFSET,
                saved.stride,
                upstream.floats,
                PaddedRows.OFFSET,
                upstream.stride,
                out.floats,
                PaddedRows.OFFSET,
                out.stride);
    }

    private static boolean isStraight(ActivationFunction function) {
        return switch (function.kind()) {
            case IDENTITY, RELU, LEAKY_RELU -> true;
            default -> false;
        };
    }

    private static PaddedRows inputs(int length) {
        Random random = new Random(length);
        return new PaddedRows(2, length)
                .fill((i, j) -> i == 1 && j >= length - CHOSEN.length
                        ? CHOSEN[length - 1 - j]
                        : (2 * random.nextFloat() - 1) * 8);
    }

    private static void assertNear(String what, double at, float found, double expected, double allowed) {
        if (Double.isNaN(expected) || Double.isInfinite((float) expected)) {
            assertSame(what + " at " + at, found, (float) expected);
        } else if (!(Math.abs(found - expected) <= allowed + Float.MIN_NORMAL)) {
            fail("%s at %s: %s, expected %s", what, at, found, expected);
        }
    }

    private static void assertSame(String what, float found, float expected) {
        if (Float.floatToIntBits(found) != Float.floatToIntBits(expected)) {
            fail("%s: %s, expected %s", what, found, expected);
        }
    }
}
