package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Tensor;
import org.jspecify.annotations.Nullable;

/** Activations, losses and products of matrices with one fault. */
class FaultyMath extends FaultyProduct {
    FaultyMath(Fault fault) {
        super(fault);
    }

    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        int terms = transposeA ? a.rows() : a.columns();
        float[] keptA = of(a).floats.clone();
        float[] lastRow = lastRow(out);
        if (fault == Fault.MATMUL_DROPS_LAST_TERM_OF_65 && terms == 65) {
            for (int i = 0; i < a.size(); i++) {
                boolean last = transposeA ? i / a.columns() == 64 : i % a.columns() == 64;
                of(a).set(i, last ? 0 : of(a).get(i));
            }
        } else if (fault == Fault.MATMUL_ROUNDS_TO_HALF) {
            for (int i = 0; i < a.size(); i++) {
                of(a).set(i, Float.intBitsToFloat(Float.floatToIntBits(of(a).get(i)) & 0xFFFFE000));
            }
        }
        if (fault == Fault.MATMUL_IGNORES_TRANSPOSE_OF_A && transposeA) {
            super.matmul(reshaped(a), false, b, transposeB, out);
        } else if (fault == Fault.MATMUL_IGNORES_TRANSPOSE_OF_B && transposeB) {
            super.matmul(a, transposeA, reshaped(b), false, out);
        } else {
            super.matmul(a, transposeA, b, transposeB, out);
        }
        System.arraycopy(keptA, 0, of(a).floats, 0, keptA.length);
        if (fault == Fault.MATMUL_DROPS_LAST_ROW_BEYOND_65 && out.rows() > 65) {
            for (int j = 0; j < lastRow.length; j++) {
                of(out).set(out.size() - lastRow.length + j, lastRow[j]);
            }
        } else if (fault == Fault.MATMUL_MISPLACES_A_LONE_ROW && out.rows() == 1 && !transposeA && !transposeB) {
            float first = of(out).get(0);
            of(out).set(0, of(out).get(out.size() - 1));
            of(out).set(out.size() - 1, first);
        } else if (fault == Fault.MATMUL_SKIPS_ZEROS) {
            replaceNaN(out);
        }
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        super.addBias(x, bias);
        int end = of(x).offset + x.size();
        if (fault == Fault.ADD_BIAS_WRITES_PAST_END && end < of(x).floats.length) {
            of(x).floats[end] += 1;
        } else if (fault == Fault.ADD_BIAS_SWALLOWS_NAN) {
            replaceNaN(x);
        }
    }

    @Override
    public void activate(ActivationFunction function, Tensor x, Tensor out) {
        float[] input = contents(x);
        super.activate(function, x, out);
        if (fault == Fault.ACTIVATE_IN_PLACE_TWICE && x == out) {
            super.activate(function, x, out);
        } else if (fault == Fault.RELU_SWALLOWS_NAN && function.kind() == Activation.RELU) {
            replaceNaN(out);
        } else if (fault == Fault.ACTIVATE_DIRTIES_PADDING && x != out) {
            int end = of(out).offset + out.size();
            for (int i = end; i % 16 != 0 && i < of(out).floats.length; i++) {
                of(out).floats[i] = (float) function.value(0);
            }
        } else if (fault == Fault.GELU_BY_TANH && function.kind() == Activation.GELU) {
            for (int i = 0; i < input.length; i++) {
                double v = input[i];
                of(out).set(i, 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))));
            }
        }
    }

    @Override
    public void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        float[] before = contents(upstream);
        super.activationGradient(function, saved, upstream, out);
        for (int i = 0; i < out.size(); i++) {
            double y = of(saved).get(i);
            if (fault == Fault.WRONG_TANH_DERIVATIVE && function.kind() == Activation.TANH) {
                of(out).set(i, before[i] * (1 - y));
            } else if (fault == Fault.SILU_DERIVATIVE_FROM_OUTPUT && function.kind() == Activation.SILU) {
                of(out).set(i, before[i] * function.derivative(function.value(y)));
            } else if (fault == Fault.ACTIVATION_GRADIENT_IN_PLACE_SQUARES && upstream == out) {
                of(out).set(i, (double) of(out).get(i) * before[i]);
            }
        }
        if (fault == Fault.ACTIVATION_GRADIENT_SWALLOWS_NAN) {
            replaceNaN(out);
        }
    }

    @Override
    public void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient) {
        super.softmaxCrossEntropy(logits, labels, rowLoss, gradient);
        for (int i = 0; i < rowLoss.size(); i++) {
            if (fault == Fault.CROSS_ENTROPY_OVERFLOWS && Math.abs(of(rowLoss).get(i)) > 80) {
                of(rowLoss).set(i, Double.POSITIVE_INFINITY);
            } else if (fault == Fault.CROSS_ENTROPY_TAKES_UNKNOWN_LABELS && !known(of(labels).integers[i], logits)) {
                of(rowLoss).set(i, 0);
            }
        }
        if (fault == Fault.CROSS_ENTROPY_WITHOUT_BATCH_MEAN && gradient != null) {
            scale(gradient, logits.rows());
        } else if (fault == Fault.CROSS_ENTROPY_CHANGES_LOGITS) {
            of(logits).set(0, of(logits).get(0) - 1);
        }
    }

    @Override
    public void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, @Nullable Tensor gradient) {
        super.squaredError(predictions, targets, rowLoss, gradient);
        if (fault == Fault.SQUARED_ERROR_SWALLOWS_NAN) {
            replaceNaN(rowLoss);
        } else if (fault == Fault.SQUARED_ERROR_WITHOUT_BATCH_MEAN && gradient != null) {
            scale(gradient, predictions.rows());
        }
    }

    @Override
    public void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        int before = of(count).integers[0];
        super.countCorrect(scores, labels, count);
        if (fault != Fault.COUNT_CORRECT_TAKES_LAST_OF_EQUALS && fault != Fault.COUNT_CORRECT_IGNORES_NAN) {
            return;
        }
        of(count).integers[0] = before;
        for (int i = 0; i < scores.rows(); i++) {
            int best = 0;
            for (int j = 0; j < scores.columns(); j++) {
                float score = of(scores).get(i, j);
                boolean equal = score == of(scores).get(i, best);
                best = score > of(scores).get(i, best) || (equal && fault != Fault.COUNT_CORRECT_IGNORES_NAN)
                        ? j
                        : best;
            }
            of(count).integers[0] += best == of(labels).integers[i] ? 1 : 0;
        }
    }

    /** Replaces NaN by zero, as a maximum with zero or a skipped term does. */
    static void replaceNaN(Tensor x) {
        for (int i = 0; i < x.size(); i++) {
            of(x).set(i, Float.isNaN(of(x).get(i)) ? 0 : of(x).get(i));
        }
    }

    private static void scale(Tensor x, double factor) {
        for (int i = 0; i < x.size(); i++) {
            of(x).set(i, of(x).get(i) * factor);
        }
    }

    private static boolean known(int label, Tensor logits) {
        return label >= 0 && label < logits.columns();
    }

    private static float[] lastRow(Tensor x) {
        float[] row = new float[x.columns()];
        System.arraycopy(of(x).floats, of(x).offset + x.size() - row.length, row, 0, row.length);
        return row;
    }
}
