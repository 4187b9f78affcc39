package example.plain;

import dev.atelier.engine.backend.*;
import dev.atelier.engine.random.Philox;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The primitives, in double precision. The fused operations stay as the SPI composes them. */
final class PlainOps implements Ops {
    private final ImageLoop images = new ImageLoop();

    static PlainTensor of(Tensor tensor) { return (PlainTensor) tensor; }

    /** Sets every element by its index. */
    static void each(Tensor out, IntToDoubleFunction value) {
        for (int i = 0; i < out.size(); i++) {
            of(out).set(i, value.applyAsDouble(i));
        }
    }

    private static double[] row(Tensor x, int row) {
        int from = of(x).start + row * x.columns();
        return Arrays.copyOfRange(of(x).values, from, from + x.columns());
    }

    private static double sum(int count, IntToDoubleFunction value) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += value.applyAsDouble(i);
        }
        return sum;
    }

    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        int inner = transposeA ? a.rows() : a.columns();
        int columns = out.columns();
        double[] right = new double[inner * columns];
        Arrays.setAll(right, i -> of(b).get(transposeB ? i % columns * inner + i / columns : i));
        for (int i = 0; i < out.rows(); i++) {
            double[] sums = new double[columns];
            for (int p = 0; p < inner; p++) {
                double left = of(a).get(transposeA ? p * out.rows() + i : i * inner + p);
                for (int j = 0; j < columns; j++) {
                    sums[j] += left * right[p * columns + j];
                }
            }
            for (int j = 0; j < columns; j++) {
                of(out).set(i * columns + j, sums[j]);
            }
        }
    }

    @Override public void addBias(Tensor x, Tensor bias) { each(x, i -> of(x).get(i) + of(bias).get(i % x.columns())); }

    @Override
    public void columnSums(Tensor x, Tensor out) { each(out, j -> sum(x.rows(), i -> of(x).get(i * x.columns() + j))); }

    @Override
    public void activate(ActivationFunction f, Tensor x, Tensor out) { each(out, i -> f.value(of(x).get(i))); }

    @Override
    public void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        each(out, i -> of(upstream).get(i) * slope(function, of(saved).get(i)));
    }

    /** Returns the derivative by what a layer saves: where it is the output, written in terms of that. */
    private static double slope(ActivationFunction function, double saved) {
        return switch (function.kind()) {
            case SIGMOID -> saved * (1 - saved);
            case TANH -> 1 - saved * saved;
            case ELU -> saved > 0 ? 1 : saved + function.alpha();
            case SELU -> saved > 0 ? Activation.SELU_LAMBDA : saved + Activation.SELU_LAMBDA * Activation.SELU_ALPHA;
            case SOFTPLUS -> -Math.expm1(-saved);
            // The output has the input's sign, or the input itself is saved.
            case IDENTITY, RELU, LEAKY_RELU, GELU, SILU -> function.derivative(saved);
        };
    }

    @Override
    public void softmaxCrossEntropy(Tensor logits, Tensor labels, Tensor rowLoss, Tensor gradient) {
        int classes = logits.columns();
        for (int row = 0; row < logits.rows(); row++) {
            double[] scores = row(logits, row);
            int label = of(labels).integer(row);
            double max = Arrays.stream(scores).max().orElseThrow();
            double total = sum(classes, j -> Math.exp(scores[j] - max));
            boolean isClass = label >= 0 && label < classes;
            of(rowLoss).set(row, Math.log(total) + max - (isClass ? scores[label] : Double.NaN));
            for (int j = 0; gradient != null && j < classes; j++) {
                double probability = Math.exp(scores[j] - max) / total;
                of(gradient).set(row * classes + j, (probability - hot(labels, row, j)) / logits.rows());
            }
        }
    }

    @Override
    public void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, Tensor gradient) {
        int classes = logits.columns();
        each(rowLoss, row -> {
            double lead = sum(classes, j -> (hot(labels, row, j) - 1.0 / classes) * of(logits).get(row * classes + j));
            return of(rowLoss).get(row) + smoothing * lead;
        });
        if (gradient != null) {
            double share = smoothing / logits.rows();
            each(gradient, i -> of(gradient).get(i) + share * (hot(labels, i / classes, i % classes) - 1.0 / classes));
        }
    }

    @Override
    public void squaredError(Tensor predictions, Tensor targets, Tensor rowLoss, Tensor gradient) {
        int columns = predictions.columns();
        IntToDoubleFunction error = i -> of(predictions).get(i) - of(targets).get(i);
        each(rowLoss, row -> sum(columns, j -> Math.pow(error.applyAsDouble(row * columns + j), 2)) / columns);
        if (gradient != null) {
            each(gradient, i -> 2 * error.applyAsDouble(i) / predictions.size());
        }
    }

    @Override
    public void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        for (int row = 0; row < scores.rows(); row++) {
            double[] line = row(scores, row);
            double max = Arrays.stream(line).max().orElseThrow();
            int best = 0;
            while (line[best] < max) {
                best++;
            }
            of(count).set(0, of(count).get(0) + (Double.isNaN(max) ? 0 : hot(labels, row, best)));
        }
    }

    @Override
    public void dropout(Dropout dropout, Tensor x, Tensor out) {
        each(out, i -> {
            int unit = i % x.columns();
            int sample = Math.max(0, sample(dropout.mask().rows(), i / x.columns()));
            int epoch = of(dropout.mask().epoch()).integer(0);
            int[] words = {unit / 8, sample, epoch, dropout.mask().stream()};
            Philox.encrypt(words, dropout.mask().seed());
            int number = words[unit % 8 / 2] >>> (unit % 2 * 16) & 0xFFFF;
            boolean isKept = number >= dropout.mask().threshold();
            return isKept ? dropout.scale() * of(x).get(i) + dropout.shift() : dropout.value();
        });
    }

    @Override
    public void clipNorm(Tensor x, Tensor squares, float limit) {
        double factor = limit / (Math.sqrt(of(squares).get(0)) + 1e-6);
        each(x, i -> of(x).get(i) * (factor < 1 ? factor : 1));
    }

    @Override
    public void moveTowards(Tensor target, Tensor source, LearningRate share) {
        double part = coefficients(share)[0];
        each(target, i -> (1 - part) * of(target).get(i) + part * of(source).get(i));
    }

    @Override
    public void gatherRows(RowSelection rows, float scale, Tensor out) {
        int width = out.columns();
        each(out, i -> scale * of(rows.data()).get(Math.max(0, sample(rows, i / width)) * width + i % width));
    }

    @Override
    public void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        for (int i = 0; i < out.rows(); i++) {
            images.distort(distortion, rows.data(), Math.max(0, sample(rows, i)), out, i);
        }
    }

    @Override
    public void gatherLabels(RowSelection rows, Tensor out) {
        each(out, i -> of(rows.data()).get(Math.max(0, sample(rows, i))));
    }

    /** Returns which sample is row {@code i} of a batch, or -1 where the selection leaves the data. */
    private static int sample(RowSelection rows, int i) {
        long position = (long) of(rows.step()).integer(0) * rows.stride() + i;
        int sample = position < 0 || position >= rows.order().size() ? -1 : of(rows.order()).integer((int) position);
        return sample < rows.data().rows() ? sample : -1;
    }

    @Override
    public void oneHot(Tensor labels, Tensor out) { each(out, i -> hot(labels, i / out.columns(), i % out.columns())); }

    private static int hot(Tensor labels, int row, int j) { return of(labels).integer(row) == j ? 1 : 0; }

    @Override
    public void recordMean(Tensor x, Tensor history, Tensor step) {
        int column = of(step).integer(0);
        if (column >= 0 && column < history.columns()) {
            of(history).set(column, sum(x.size(), of(x)::get) / x.size());
        }
    }

    @Override public void advance(Tensor counter) { each(counter, i -> of(counter).integer(i) + 1); }

    @Override public void fill(Tensor x, float value) { each(x, i -> value); }

    @Override public void copy(Tensor source, Tensor target) { each(target, of(source)::get); }

    @Override
    public void sumOfSquares(Tensor x, Tensor out) { each(out, o -> sum(x.size(), i -> of(x).get(i) * of(x).get(i))); }

    @Override
    public void squaredDistance(Tensor a, Tensor b, Tensor out) {
        each(out, o -> sum(a.size(), i -> Math.pow(of(a).get(i) - of(b).get(i), 2)));
    }

    @Override
    public void update(UpdateRule rule, LearningRate rate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        double[] coefficients = coefficients(rate);
        double[] values = new double[state.size()];
        each(parameters, i -> {
            Arrays.setAll(values, s -> of(state.get(s)).get(i));
            double changed = rule.apply(of(parameters).get(i), of(gradients).get(i), values, coefficients);
            for (int s = 0; s < values.length; s++) {
                of(state.get(s)).set(i, values[s]);
            }
            return changed;
        });
    }

    /** Returns the table's column that belongs to the step, the last one for all later steps. */
    private static double[] coefficients(LearningRate rate) {
        int columns = rate.table().columns();
        int column = Math.min(of(rate.step()).integer(0), columns - 1);
        PlainTensor table = of(rate.table());
        return IntStream.range(0, table.rows()).mapToDouble(k -> table.get(k * columns + column)).toArray();
    }
}
