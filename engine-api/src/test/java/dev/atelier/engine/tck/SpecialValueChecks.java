package dev.atelier.engine.tck;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NaN, infinity, huge and tiny numbers come out of primitives as IEEE 754 arithmetic has it. */
interface SpecialValueChecks extends Conformance {
    @Test
    default void matmulKeepsNaNAndInfinity() {
        for (float special : SpecialValues.all()) {
            for (int transposes = 0; transposes < 4; transposes++) {
                boolean transposeA = (transposes & 1) != 0;
                boolean transposeB = (transposes & 2) != 0;
                product(special, transposeA, transposeB, 1);
                // 0 times infinity is NaN: a product must not skip its zeros.
                product(special, transposeA, transposeB, 0);
            }
        }
    }

    @Test
    default void sumsKeepNaNAndInfinity() {
        for (float special : SpecialValues.all()) {
            for (float second : new float[] {1, Float.NEGATIVE_INFINITY}) {
                bed().trial("addBias, columnSums, recordMean with " + special + " and " + second, t -> {
                    float[] values =
                            SpecialValues.inject(t.samples(), t.samples().floats(7 * 65), special);
                    values = SpecialValues.inject(t.samples(), values, second);
                    float[] row = SpecialValues.inject(t.samples(), t.samples().floats(65), special);
                    Tensor x = t.changing("x", 7, 65, values);
                    Tensor sums = t.output("sums", 1, 65);
                    t.ops().columnSums(x, sums);
                    t.verify(sums, DenseOracle.columnSums(values, 7, 65));
                    Tensor history = t.output("history", 1, 1);
                    t.ops().recordMean(t.input("column", 7 * 65, 1, values), history, t.integers("step", 1, 1, 0));
                    t.verify(history, mean(values));
                    t.ops().addBias(x, t.input("bias", 1, 65, row));
                    t.verify(x, DenseOracle.addBias(Expected.exactly(values), row));
                });
            }
        }
    }

    @Test
    default void reductionsKeepNaNAndInfinity() {
        for (float special : SpecialValues.all()) {
            bed().trial("sumOfSquares and squaredDistance with " + special, t -> {
                float[] a = SpecialValues.inject(t.samples(), t.samples().floats(7 * 65), special);
                // Infinity less infinity is NaN where the same number stands in both.
                float[] b = special == Float.POSITIVE_INFINITY
                        ? a.clone()
                        : t.samples().floats(7 * 65);
                Tensor out = t.output("out", 1, 1);
                Tensor left = t.input("a", 7, 65, a);
                t.ops().sumOfSquares(left, out);
                t.verify(out, ReductionChecks.sumOfSquares(a, new float[a.length]));
                t.ops().squaredDistance(left, t.input("b", 7, 65, b), out);
                t.verify(out, ReductionChecks.sumOfSquares(a, b));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void activationsKeepNaNAndInfinity(ActivationFunction function) {
        bed().trial("activate " + function.label() + " of special values", t -> {
            float[] x = SpecialValues.all();
            Tensor out = t.output("out", 1, x.length);
            t.ops().activate(function, t.input("x", 1, x.length, x), out);
            t.verify(out, ActivationOracle.values(function, x));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void activationGradientsKeepNaNAndInfinity(ActivationFunction function) {
        for (float gradient : SpecialValues.all()) {
            bed().trial("activationGradient " + function.label() + " of special values, upstream " + gradient, t -> {
                float[] x = SpecialValues.all();
                float[] upstream = new float[x.length];
                for (int i = 0; i < x.length; i++) {
                    boolean undecided = Float.isInfinite(gradient) && ActivationOracle.slopeMayVanish(function, x[i]);
                    upstream[i] = undecided ? 1 : gradient;
                }
                Tensor out = t.output("out", 1, x.length);
                t.ops()
                        .activationGradient(
                                function,
                                t.input("saved", 1, x.length, ActivationOracle.saved(function, x)),
                                t.input("upstream", 1, x.length, upstream),
                                out);
                t.verify(out, ActivationOracle.gradients(function, x, Expected.exactly(upstream)));
            });
        }
    }

    @Test
    default void crossEntropyKeepsNaNAndDoesNotOverflow() {
        for (float special : SpecialValues.all()) {
            for (int label : new int[] {0, 3}) {
                bed().trial("softmaxCrossEntropy with a logit of " + special + ", label " + label, t -> {
                    float[] logits = t.samples().floats(3 * CLASSES, 3);
                    logits[CLASSES + 3] = special;
                    int[] labels = {1, label, 2};
                    LossOracle.Loss expected =
                            LossOracle.softmaxCrossEntropy(LossOracle.widen(logits), labels, CLASSES);
                    Tensor rowLoss = t.output("rowLoss", 3, 1);
                    Tensor gradient = t.output("gradient", 3, CLASSES);
                    t.ops()
                            .softmaxCrossEntropy(
                                    t.input("logits", 3, CLASSES, logits),
                                    t.integers("labels", 3, 1, labels),
                                    rowLoss,
                                    gradient);
                    if (special == Float.POSITIVE_INFINITY) {
                        verifyInfiniteLogit(t, rowLoss, expected.rowLoss());
                    } else {
                        t.verify(rowLoss, expected.rowLoss());
                        t.verify(gradient, expected.gradient());
                    }
                });
            }
        }
    }

    @Test
    default void squaredErrorKeepsNaNAndInfinity() {
        for (float special : SpecialValues.all()) {
            bed().trial("squaredError with " + special, t -> {
                float[] predictions =
                        SpecialValues.inject(t.samples(), t.samples().floats(7 * 65), special);
                float[] targets = t.samples().floats(7 * 65);
                Tensor rowLoss = t.output("rowLoss", 7, 1);
                Tensor gradient = t.output("gradient", 7, 65);
                t.ops()
                        .squaredError(
                                t.input("predictions", 7, 65, predictions),
                                t.input("targets", 7, 65, targets),
                                rowLoss,
                                gradient);
                LossOracle.Loss expected =
                        LossOracle.squaredError(LossOracle.widen(predictions), LossOracle.widen(targets), 7, 65);
                t.verify(rowLoss, expected.rowLoss());
                t.verify(gradient, expected.gradient());
            });
        }
    }

    /** A row that holds NaN is wrong, wherever the NaN stands; infinities compare as numbers do. */
    @Test
    default void countCorrectTakesNaNForWrong() {
        bed().trial("countCorrect with NaN and infinity", t -> {
            float nan = Float.NaN;
            float infinity = Float.POSITIVE_INFINITY;
            float[] scores = {
                nan, 1, 2, /* label 2, wrong */ 3, nan, 2, /* label 0, wrong */ 1, 2, nan, /* label 2, wrong */ nan,
                nan, nan, /* label 0, wrong */ -infinity, -infinity,
                -infinity, /* label 0, right: the first of equals */ -infinity, infinity, infinity, /* label 1, right */
                -infinity, -infinity, -5, /* label 2, right */ -0.0f, 0, 0, /* label 0, right: the zeros are equal */
            };
            Tensor count = t.integers("count", 1, 1, 0);
            t.ops()
                    .countCorrect(
                            t.input("scores", 8, 3, scores), t.integers("labels", 8, 1, 2, 0, 2, 0, 0, 1, 2, 0), count);
            t.verify(count, 4);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.UpdateChecks#rules")
    default void updatesKeepNaNAndInfinity(UpdateRule rule) {
        for (float special : SpecialValues.all()) {
            bed().trial("update by " + rule + " with a gradient of " + special, t -> {
                float[] start = t.samples().floats(65);
                float[] gradients =
                        SpecialValues.inject(t.samples(), t.samples().floats(65), special);
                UpdateOracle oracle = new UpdateOracle(rule, start);
                oracle.step(Expected.exactly(gradients), UpdateOracle.rates()[0], 1);
                Tensor parameters = t.changing("parameters", 1, 65, start);
                List<Tensor> state = new ArrayList<>();
                for (int s = 0; s < rule.stateTensors(); s++) {
                    state.add(t.changing("state " + s, 1, 65, new float[65]));
                }
                LearningRate rate = UpdateOracle.learningRate(t, rule);
                t.ops().update(rule, rate, parameters, t.input("gradients", 1, 65, gradients), state);
                t.verify(parameters, oracle.parameters());
                for (int s = 0; s < state.size(); s++) {
                    t.verify(state.get(s), oracle.state(s));
                }
            });
        }
    }

    private void product(float special, boolean transposeA, boolean transposeB, double bound) {
        bed().trial("matmul with " + special + " in one factor", t -> {
            for (boolean inLeft : new boolean[] {true, false}) {
                float[] left = t.samples().floats(7 * 65, inLeft ? 1 : bound);
                float[] right = t.samples().floats(65 * 9, inLeft ? bound : 1);
                left = inLeft ? SpecialValues.inject(t.samples(), left, special) : left;
                right = inLeft ? right : SpecialValues.inject(t.samples(), right, special);
                Tensor a = transposeA ? t.input("a", 65, 7, left) : t.input("a", 7, 65, left);
                Tensor b = transposeB ? t.input("b", 9, 65, right) : t.input("b", 65, 9, right);
                Tensor out = t.output("out", 7, 9);
                t.ops().matmul(a, transposeA, b, transposeB, out);
                t.verify(out, DenseOracle.matmul(left, transposeA, right, transposeB, 7, 65, 9));
            }
        });
    }

    /** The formula gives infinity, the usual way of avoiding overflow NaN; both say that something is wrong. */
    private static void verifyInfiniteLogit(Trial t, Tensor rowLoss, Expected expected) {
        float[] found = t.readF32(rowLoss);
        if (!Float.isNaN(found[1]) && found[1] != Float.POSITIVE_INFINITY) {
            throw t.failure("the loss of an infinite logit, 'rowLoss'[1][0]", "NaN or Infinity", found[1]);
        }
        expected.set(1, found[1], 0);
        t.verify(rowLoss, expected);
    }

    private static Expected mean(float[] values) {
        Expected sum = DenseOracle.columnSums(values, values.length, 1);
        Expected mean = Expected.ofSize(1);
        mean.set(0, sum.value(0) / values.length, sum.tolerance(0));
        return mean;
    }
}
