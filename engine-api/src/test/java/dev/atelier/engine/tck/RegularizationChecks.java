package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.DropoutMask;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import org.junit.jupiter.api.Test;

/** {@code dropout}, {@code smoothLabels}, {@code clipNorm} and {@code moveTowards}. */
interface RegularizationChecks extends Conformance {
    @Test
    default void dropoutDropsTheUnitsOfTheMask() {
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                for (double rate : new double[] {0, 0.2, 0.95}) {
                    bed().trial("dropout of " + rate, t -> {
                        int[] order = t.samples().integers(2 * rows + 3, 40);
                        Tensor epoch = t.integers("epoch", 1, 1, 3);
                        RowSelection selection = new RowSelection(
                                t.integers("data", 40, 1, new int[40]),
                                t.integers("order", 1, order.length, order),
                                t.integers("step", 1, 1, 1),
                                rows + 1);
                        int[] samples = new int[rows];
                        System.arraycopy(order, rows + 1, samples, 0, rows);
                        // A seed of 64 bits, so that a backend that loses its upper half shows.
                        DropoutMask mask = new DropoutMask(rate, 0x9876543212345678L, 2, selection, epoch);
                        float[] values = t.samples().floats(rows * columns);
                        Tensor out = t.output("out", rows, columns);
                        t.ops().dropout(Dropout.alpha(mask), t.input("x", rows, columns, values), out);
                        t.verify(out, RegularizationOracle.dropout(Dropout.alpha(mask), values, samples, 3));
                        t.ops().advance(epoch);
                        Tensor inPlace = t.changing("x and out", rows, columns, values);
                        t.ops().dropout(Dropout.plain(mask), inPlace, inPlace);
                        t.verify(inPlace, RegularizationOracle.dropout(Dropout.plain(mask), values, samples, 4));
                    });
                }
            }
        }
    }

    @Test
    default void smoothLabelsAgreesWithDouble() {
        for (int rows : bed().smallSizes()) {
            for (int classes : bed().sizes()) {
                for (float smoothing : new float[] {0, 0.1f, 1}) {
                    smooth(rows, classes, smoothing, true);
                }
                smooth(rows, classes, 0.25f, false);
            }
        }
    }

    @Test
    default void clipNormShortensWhatIsLongerThanTheLimit() {
        for (int columns : bed().sizes()) {
            for (double limit : new double[] {0.25, 0.5, 1e3}) {
                bed().trial("clipNorm to " + limit, t -> {
                    Slab slab = t.slab("x", 7, columns, 1, columns, 1, 1);
                    float[][] values = new float[3][];
                    double squares = 0;
                    for (int part = 0; part < 3; part++) {
                        values[part] =
                                t.samples().floats(slab.tensors().get(part).size());
                        t.backend().write(slab.tensors().get(part), values[part]);
                        for (float value : values[part]) {
                            squares += (double) value * value;
                        }
                    }
                    Tensor sum = t.output("squares", 1, 1);
                    t.ops().sumOfSquares(slab.whole(), sum);
                    t.ops().clipNorm(slab.whole(), sum, (float) limit);
                    for (int part = 0; part < 3; part++) {
                        // The sum of squares may be off as much as a sum of so many terms may be.
                        Expected clipped = RegularizationOracle.clip(values[part], Math.sqrt(squares), limit);
                        for (int i = 0; i < clipped.size(); i++) {
                            double off = Tolerance.ofSum(8 * columns + 1, Math.abs(clipped.value(i)));
                            clipped.set(i, clipped.value(i), clipped.tolerance(i) > 0 ? clipped.tolerance(i) + off : 0);
                        }
                        t.verify(slab.tensors().get(part), clipped);
                    }
                    t.verifyPadding(slab);
                });
            }
        }
    }

    /** Elements that are not finite themselves say what is wrong; a norm that is not keeps the others and the padding. */
    @Test
    default void clipNormOfNaNChangesNothing() {
        bed().trial("clipNorm by a norm of NaN", t -> {
            Slab slab = t.slab("x", 3, 5, 1, 5);
            float[] values = t.samples().floats(15);
            t.backend().write(slab.tensors().get(0), values);
            t.ops().clipNorm(slab.whole(), t.input("squares", 1, 1, new float[] {Float.NaN}), 0.5f);
            t.verify(slab.tensors().get(0), Expected.exactly(values));
            t.verifyPadding(slab);
        });
    }

    @Test
    default void moveTowardsAgreesWithDouble() {
        float[] shares = {0.5f, 0.25f, 0.001f};
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                bed().trial("moveTowards", t -> {
                    float[] start = t.samples().floats(rows * columns);
                    Tensor target = t.changing("target", rows, columns, start);
                    LearningRate share = new LearningRate(t.input("shares", 1, 3, shares), t.integers("step", 1, 1, 0));
                    Expected expected = Expected.exactly(start);
                    for (int step = 0; step < 5; step++) {
                        float[] goal = t.samples().floats(rows * columns);
                        t.ops().moveTowards(target, t.input("source", rows, columns, goal), share);
                        t.ops().advance(share.step());
                        for (int i = 0; i < goal.length; i++) {
                            double part = shares[Math.min(step, 2)];
                            double value = (1 - part) * expected.value(i) + part * goal[i];
                            expected.set(i, value, expected.tolerance(i) + Tolerance.ofRounding(1));
                        }
                        t.verify(target, expected);
                    }
                });
            }
        }
    }

    private void smooth(int rows, int classes, float smoothing, boolean withGradient) {
        bed().trial("smoothLabels by " + smoothing + (withGradient ? "" : " without gradient"), t -> {
            float[] values = t.samples().floats(rows * classes, 5);
            int[] labels = t.samples().integers(rows, classes);
            labels[rows / 2] = rows % 2 == 0 ? classes : labels[rows / 2];
            Tensor logits = t.input("logits", rows, classes, values);
            Tensor label = t.integers("labels", rows, 1, labels);
            Tensor rowLoss = t.output("rowLoss", rows, 1);
            Tensor gradient = withGradient ? t.output("gradient", rows, classes) : null;
            t.ops().softmaxCrossEntropy(logits, label, rowLoss, gradient);
            t.ops().smoothLabels(logits, label, smoothing, rowLoss, gradient);
            LossOracle.Loss expected =
                    RegularizationOracle.smoothedCrossEntropy(LossOracle.widen(values), labels, classes, smoothing);
            t.verify(rowLoss, expected.rowLoss());
            if (gradient != null && labels[rows / 2] < classes) {
                t.verify(gradient, expected.gradient());
            }
        });
    }
}
