package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.cpu.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimisers' steps on pieces of rows, against {@link UpdateRule#apply}. */
class UpdateKernelsTest {
    private static final int ROWS = 2;
    private static final int[] LENGTHS = {1, 7, 15, 16, 17, 33, 65};
    private static final float LEARNING_RATE = 0.125f;

    /** Half a unit in the last place, some of which a step's roundings may add up to. */
    private static final double TOLERANCE = 12 * 0x1p-24;

    static List<Object[]> cases() {
        List<Object[]> cases = new ArrayList<>();
        PaddedRows.kernels().forEach(kernels -> {
            cases.add(new Object[] {kernels, new UpdateRule.Sgd(0)});
            cases.add(new Object[] {kernels, new UpdateRule.Sgd(0.25f)});
            for (boolean nesterov : new boolean[] {false, true}) {
                cases.add(new Object[] {kernels, new UpdateRule.Momentum(0.75f, nesterov, 0.25f)});
            }
            cases.add(new Object[] {kernels, new UpdateRule.RmsProp(0.75f, 0.125f, 0.25f)});
            cases.add(new Object[] {kernels, new UpdateRule.Adam(0.75f, 0.875f, 0.125f, 0.25f)});
            cases.add(new Object[] {kernels, new UpdateRule.AdamW(0.75f, 0.875f, 0.125f, 0.25f)});
        });
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stepsAreThoseOfTheRule(Kernels kernels, UpdateRule rule) {
        for (int length : LENGTHS) {
            Random random = new Random(length);
            PaddedRows p = new PaddedRows(ROWS, length).random(random, 2);
            PaddedRows g = new PaddedRows(ROWS, length).random(random, 2);
            PaddedRows m = new PaddedRows(ROWS, length).random(random, 1);
            PaddedRows v = new PaddedRows(ROWS, length).random(random, 1);
            v.fill((i, j) -> Math.abs(v.get(i, j)));
            boolean oneState = rule.stateTensors() == 1;
            PaddedRows first = rule instanceof UpdateRule.RmsProp ? v.copy() : m.copy();
            PaddedRows second = v.copy();
            PaddedRows after = p.copy();
            step(kernels, rule, length, after, g, first, second);
            String what = kernels.description() + ": " + rule + " on " + length;
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < length; j++) {
                    double[] state = oneState
                            ? new double[] {rule instanceof UpdateRule.RmsProp ? v.get(i, j) : m.get(i, j)}
                            : new double[] {m.get(i, j), v.get(i, j)};
                    double expected = rule.apply(p.get(i, j), g.get(i, j), state, rule.coefficients(LEARNING_RATE, 3));
                    assertNear(what + ": parameter", after.get(i, j), expected, 4);
                    if (rule.stateTensors() > 0) {
                        assertNear(what + ": first state", first.get(i, j), state[0], 4);
                    }
                    if (rule.stateTensors() > 1) {
                        assertNear(what + ": second state", second.get(i, j), state[1], 4);
                    }
                }
            }
            after.assertEdgesAreKept(what);
            first.assertEdgesAreKept(what);
            second.assertEdgesAreKept(what);
        }
    }

    /** The least normal number stays, and the next one below it becomes zero. */
    @ParameterizedTest
    @MethodSource("cases")
    void stateThatBecomesSubnormalBecomesZero(Kernels kernels, UpdateRule rule) {
        float[] keeps = rule instanceof UpdateRule.Momentum || rule instanceof UpdateRule.RmsProp
                ? new float[] {0.5f}
                : new float[] {0.5f, 0.25f};
        UpdateRule halving = halving(rule);
        float[] factors = {1, 1 - 0x1p-20f, -1, -(1 - 0x1p-20f)};
        PaddedRows zeros = new PaddedRows(ROWS, factors.length);
        PaddedRows first =
                new PaddedRows(ROWS, factors.length).fill((i, j) -> Float.MIN_NORMAL / keeps[0] * factors[j]);
        PaddedRows second = new PaddedRows(ROWS, factors.length)
                .fill((i, j) -> Float.MIN_NORMAL / keeps[keeps.length - 1] * Math.abs(factors[j]));
        if (rule instanceof UpdateRule.RmsProp) {
            first.fill((i, j) -> second.get(i, j));
        }
        step(kernels, halving, factors.length, zeros.copy(), zeros, first, second);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < factors.length; j++) {
                boolean stays = Math.abs(factors[j]) == 1;
                float mean = stays ? Float.MIN_NORMAL : 0;
                if (rule.stateTensors() > 0) {
                    assertThat(Math.abs(first.get(i, j))).isEqualTo(mean);
                }
                if (rule.stateTensors() > 1) {
                    assertThat(second.get(i, j)).isEqualTo(mean);
                }
            }
        }
    }

    private static UpdateRule halving(UpdateRule rule) {
        if (rule instanceof UpdateRule.Momentum momentum) {
            return new UpdateRule.Momentum(0.5f, momentum.nesterov(), 0);
        }
        if (rule instanceof UpdateRule.RmsProp) {
            return new UpdateRule.RmsProp(0.5f, 0.125f, 0);
        }
        return rule instanceof UpdateRule.Sgd ? rule : new UpdateRule.Adam(0.5f, 0.25f, 0.125f, 0);
    }

    private static void step(
            Kernels kernels,
            UpdateRule rule,
            int length,
            PaddedRows p,
            PaddedRows g,
            PaddedRows first,
            PaddedRows second) {
        float[] coefficients = new float[UpdateRule.MAX_COEFFICIENTS];
        double[] exact = rule.coefficients(LEARNING_RATE, 3);
        for (int k = 0; k < exact.length; k++) {
            coefficients[k] = (float) exact[k];
        }
        if (rule instanceof UpdateRule.Sgd sgd) {
            for (int i = 0; i < ROWS; i++) {
                kernels.sgd(sgd, LEARNING_RATE, p.floats, p.index(i, 0), g.floats, g.index(i, 0), length);
            }
        } else if (rule instanceof UpdateRule.Momentum momentum) {
            for (int i = 0; i < ROWS; i++) {
                kernels.momentum(
                        momentum,
                        LEARNING_RATE,
                        p.floats,
                        p.index(i, 0),
                        g.floats,
                        g.index(i, 0),
                        first.floats,
                        first.index(i, 0),
                        length);
            }
        } else if (rule instanceof UpdateRule.RmsProp rmsProp) {
            kernels.rmsProp(
                    rmsProp,
                    LEARNING_RATE,
                    ROWS,
                    length,
                    p.stride,
                    p.floats,
                    PaddedRows.OFFSET,
                    first.floats,
                    PaddedRows.OFFSET,
                    g.floats,
                    PaddedRows.OFFSET,
                    g.stride);
        } else {
            UpdateRule.Adam adam = rule instanceof UpdateRule.AdamW w
                    ? new UpdateRule.Adam(w.beta1(), w.beta2(), w.epsilon(), 0)
                    : (UpdateRule.Adam) rule;
            kernels.adam(
                    adam.beta1(),
                    adam.beta2(),
                    adam.weightDecay(),
                    coefficients,
                    ROWS,
                    length,
                    p.stride,
                    p.floats,
                    PaddedRows.OFFSET,
                    first.floats,
                    PaddedRows.OFFSET,
                    second.floats,
                    PaddedRows.OFFSET,
                    g.floats,
                    PaddedRows.OFFSET,
                    g.stride);
        }
    }

    private static void assertNear(String what, float found, double expected, double magnitude) {
        if (!(Math.abs(found - expected) <= TOLERANCE * magnitude)) {
            fail("%s: %s, expected %s", what, found, expected);
        }
    }
}
