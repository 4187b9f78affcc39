package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.random.Philox;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The primitives as plain loops; the fused operations are composed of them. */
class ReferenceOps implements Ops {
    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        ReferenceTensor right = of(b);
        int k = transposeA ? a.rows() : a.columns();
        double[] sums = new double[out.columns()];
        for (int i = 0; i < out.rows(); i++) {
            Arrays.fill(sums, 0);
            for (int p = 0; p < k; p++) {
                double x = transposeA ? of(a).get(p, i) : of(a).get(i, p);
                for (int j = 0; j < sums.length; j++) {
                    sums[j] += x * (transposeB ? right.get(j, p) : right.get(p, j));
                }
            }
            for (int j = 0; j < sums.length; j++) {
                of(out).set(i * sums.length + j, sums[j]);
            }
        }
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        for (int i = 0; i < x.size(); i++) {
            of(x).set(i, (double) of(x).get(i) + of(bias).get(i % x.columns()));
        }
    }

    @Override
    public void columnSums(Tensor x, Tensor out) {
        for (int j = 0; j < x.columns(); j++) {
            double sum = 0;
            for (int i = 0; i < x.rows(); i++) {
                sum += of(x).get(i, j);
            }
            of(out).set(j, sum);
        }
    }

    @Override
    public void activate(ActivationFunction function, Tensor x, Tensor out) {
        for (int i = 0; i < x.size(); i++) {
            of(out).set(i, function.value(of(x).get(i)));
        }
    }

    @Override
    public void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        for (int i = 0; i < saved.size(); i++) {
            of(out).set(i, of(upstream).get(i) * slope(function, of(saved).get(i)));
        }
    }

    @Override
    public void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, @Nullable Tensor gradient) {
        int classes = logits.columns();
        for (int i = 0; i < logits.rows(); i++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < classes; j++) {
                max = Math.max(max, of(logits).get(i, j));
            }
            double sum = 0;
            for (int j = 0; j < classes; j++) {
                sum += Math.exp(of(logits).get(i, j) - max);
            }
            int label = of(labels).integers[i];
            boolean known = label >= 0 && label < classes;
            of(rowLoss).set(i, known ? Math.log(sum) + max - of(logits).get(i, label) : Double.NaN);
            for (int j = 0; gradient != null && j < classes; j++) {
                double probability = Math.exp(of(logits).get(i, j) - max) / sum;
                of(gradient).set(i * classes + j, (probability - (j == label ? 1 : 0)) / logits.rows());
            }
        }
    }

    @Override
    public void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient) {
        int classes = logits.columns();
        for (int i = 0; i < logits.rows(); i++) {
            int label = of(labels).integers[i];
            double sum = 0;
            for (int j = 0; j < classes; j++) {
                sum += of(logits).get(i, j);
            }
            if (label >= 0 && label < classes) {
                of(rowLoss).set(i, of(rowLoss).get(i) + smoothing * (of(logits).get(i, label) - sum / classes));
            }
            for (int j = 0; gradient != null && j < classes; j++) {
                double change = smoothing * ((j == label ? 1 : 0) - 1.0 / classes) / logits.rows();
                of(gradient).set(i * classes + j, of(gradient).get(i, j) + change);
            }
        }
    }

    @Override
    public void dropout(Dropout dropout, Tensor x, Tensor out) {
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) {
                int[] words = {
                    j / 8,
                    sampleOf(dropout.mask().rows(), i),
                    of(dropout.mask().epoch()).integers[0],
                    dropout.mask().stream()
                };
                Philox.encrypt(words, dropout.mask().seed());
                int number = (words[j % 8 / 2] >>> (16 * (j % 2))) & 0xFFFF;
                double kept = (double) dropout.scale() * of(x).get(i, j) + dropout.shift();
                of(out).set(i * x.columns() + j, number < dropout.mask().threshold() ? dropout.value() : kept);
            }
        }
    }

    /** Returns the sample that is row {@code i} of the batch, the first where there is none. */
    int sampleOf(RowSelection rows, int i) {
        return Math.max(0, row(rows, i));
    }

    @Override
    public void clipNorm(Tensor x, Tensor squares, float limit) {
        double factor = limit / (Math.sqrt(of(squares).get(0)) + 1e-6);
        for (int i = 0; factor < 1 && i < x.size(); i++) {
            of(x).set(i, of(x).get(i) * factor);
        }
    }

    @Override
    public void moveTowards(Tensor target, Tensor source, LearningRate share) {
        int column = Math.min(of(share.step()).integers[0], share.table().columns() - 1);
        double part = of(share.table()).get(column);
        for (int i = 0; i < target.size(); i++) {
            of(target).set(i, (1 - part) * of(target).get(i) + part * of(source).get(i));
        }
    }

    @Override
    public void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, @Nullable Tensor gradient) {
        int columns = predictions.columns();
        for (int i = 0; i < predictions.rows(); i++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                double difference =
                        (double) of(predictions).get(i, j) - of(targets).get(i, j);
                sum += difference * difference;
                if (gradient != null) {
                    of(gradient).set(i * columns + j, 2 * difference / predictions.size());
                }
            }
            of(rowLoss).set(i, sum / columns);
        }
    }

    @Override
    public void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        for (int i = 0; i < scores.rows(); i++) {
            int best = 0;
            boolean ordered = true;
            for (int j = 0; j < scores.columns(); j++) {
                ordered &= !Float.isNaN(of(scores).get(i, j));
                best = of(scores).get(i, j) > of(scores).get(i, best) ? j : best;
            }
            of(count).integers[0] += ordered && best == of(labels).integers[i] ? 1 : 0;
        }
    }

    @Override
    public void gatherRows(RowSelection rows, float scale, Tensor out) {
        ReferenceTensor data = of(rows.data());
        for (int i = 0; i < out.rows(); i++) {
            int row = row(rows, i);
            for (int j = 0; row >= 0 && j < out.columns(); j++) {
                int at = row * out.columns() + j;
                double value = data.dtype() == DType.U8 ? data.integers[at] : data.get(at);
                of(out).set(i * out.columns() + j, scale * value);
            }
        }
    }

    @Override
    public void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        DistortionOracle oracle = oracle(distortion);
        for (int i = 0; i < out.rows(); i++) {
            int row = row(rows, i);
            if (row >= 0) {
                int begin = row * out.columns();
                int[] pixels = Arrays.copyOfRange(of(rows.data()).integers, begin, begin + out.columns());
                double[] image = oracle.image(pixels, row);
                for (int j = 0; j < image.length; j++) {
                    of(out).integers[i * out.columns() + j] = (int) Math.rint(image[j]) & 0xFF;
                }
            }
        }
    }

    /** Returns what distorts images. */
    DistortionOracle oracle(Distortion distortion) {
        return new DistortionOracle(
                distortion,
                of(distortion.key()).integers,
                of(distortion.turns()).integers,
                contents(distortion.rowModes()),
                contents(distortion.columnModes()));
    }

    /** Returns a copy of the elements of an F32 tensor, none if it is null. */
    static float[] contents(@Nullable Tensor tensor) {
        if (tensor == null) {
            return new float[0];
        }
        return Arrays.copyOfRange(of(tensor).floats, of(tensor).offset, of(tensor).offset + tensor.size());
    }

    @Override
    public void gatherLabels(RowSelection rows, Tensor out) {
        for (int i = 0; i < out.rows(); i++) {
            int row = row(rows, i);
            of(out).integers[i] = row < 0 ? 0 : of(rows.data()).integers[row];
        }
    }

    @Override
    public void oneHot(Tensor labels, Tensor out) {
        for (int i = 0; i < out.size(); i++) {
            of(out).set(i, of(labels).integers[i / out.columns()] == i % out.columns() ? 1 : 0);
        }
    }

    @Override
    public void recordMean(Tensor x, Tensor history, Tensor step) {
        int at = of(step).integers[0];
        if (at >= 0 && at < history.columns()) {
            double sum = 0;
            for (int i = 0; i < x.rows(); i++) {
                sum += of(x).get(i);
            }
            of(history).set(at, sum / x.rows());
        }
    }

    @Override
    public void advance(Tensor counter) {
        of(counter).integers[0]++;
    }

    @Override
    public void fill(Tensor x, float value) {
        if (x.dtype() == DType.I32) {
            Arrays.fill(of(x).integers, (int) value);
        } else {
            Arrays.fill(of(x).floats, of(x).offset, of(x).offset + x.size(), value);
        }
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        System.arraycopy(of(source).floats, of(source).offset, of(target).floats, of(target).offset, source.size());
    }

    @Override
    public void sumOfSquares(Tensor x, Tensor out) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            sum += Math.pow(of(x).get(i), 2);
        }
        of(out).set(0, sum);
    }

    @Override
    public void squaredDistance(Tensor a, Tensor b, Tensor out) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += Math.pow((double) of(a).get(i) - of(b).get(i), 2);
        }
        of(out).set(0, sum);
    }

    @Override
    public void update(
            UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        ReferenceTensor table = of(learningRate.table());
        int column = Math.min(of(learningRate.step()).integers[0], table.columns() - 1);
        double[] coefficients = new double[table.rows()];
        for (int k = 0; k < coefficients.length; k++) {
            coefficients[k] = table.get(k, column);
        }
        double[] values = new double[state.size()];
        for (int i = 0; i < parameters.size(); i++) {
            for (int s = 0; s < values.length; s++) {
                values[s] = of(state.get(s)).get(i);
            }
            double p = of(parameters).get(i);
            of(parameters).set(i, apply(rule, p, of(gradients).get(i), values, coefficients, column + 1));
            for (int s = 0; s < values.length; s++) {
                of(state.get(s)).set(i, values[s]);
            }
        }
    }

    /**
     * Applies a rule to one parameter.
     *
     * @param number the step's number, where the table starts with the first
     */
    double apply(UpdateRule rule, double p, double g, double[] state, double[] coefficients, int number) {
        return rule.apply(p, g, state, coefficients);
    }

    /** Returns the derivative by what a layer saves: the function's output where that is enough, else its input. */
    private static double slope(ActivationFunction function, double saved) {
        return switch (function.kind()) {
            case IDENTITY -> 1;
            case SIGMOID -> saved * (1 - saved);
            case TANH -> 1 - saved * saved;
            case RELU -> saved > 0 ? 1 : 0;
            case LEAKY_RELU -> saved > 0 ? 1 : function.alpha();
            case ELU -> saved > 0 ? 1 : saved + function.alpha();
            case SELU -> saved > 0 ? Activation.SELU_LAMBDA : saved + Activation.SELU_LAMBDA * Activation.SELU_ALPHA;
            case SOFTPLUS -> -Math.expm1(-saved);
            case GELU, SILU -> function.derivative(saved);
        };
    }

    /** Returns the index of the batch's {@code i}-th row in the data, or -1 where there is none. */
    private static int row(RowSelection rows, int i) {
        long position = (long) of(rows.step()).integers[0] * rows.stride() + i;
        if (position < 0 || position >= rows.order().columns()) {
            return -1;
        }
        int row = of(rows.order()).integers[(int) position];
        return row < rows.data().rows() ? row : -1;
    }

    static ReferenceTensor of(Tensor tensor) {
        return (ReferenceTensor) tensor;
    }
}
