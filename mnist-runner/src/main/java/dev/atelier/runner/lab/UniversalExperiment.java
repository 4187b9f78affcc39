package dev.atelier.runner.lab;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.page.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** A network of two layers comes as near to a continuous function as one likes, if it is wide enough (Cybenko 1989). */
final class UniversalExperiment implements Experiment {
    private static final int[] WIDTHS = {1, 2, 4, 8, 16, 32};
    private static final int POINTS = 256;
    private static final int EPOCHS = 3000;

    @Override
    public String name() {
        return "universal";
    }

    @Override
    public String title() {
        return "Any function, if it is wide enough";
    }

    @Override
    public String claim() {
        return "A network with one hidden layer approximates any continuous function; the wider it is, the better (Cybenko 1989).";
    }

    private static Map<String, DoubleUnaryOperator> functions() {
        Map<String, DoubleUnaryOperator> functions = new LinkedHashMap<>();
        functions.put("sin(3 x)", x -> Math.sin(3 * x));
        functions.put("|x|", Math::abs);
        functions.put("x^3 - x", x -> x * x * x - x);
        return functions;
    }

    @Override
    public Finding run(Bench bench) {
        Table table = new Table(
                "Root mean squared error on [-2, 2]", "function", "1", "2", "4", "8", "16", "32 hidden units");
        XyChart byWidth = new XyChart(
                "Error by width",
                Axis.of("hidden units").doublings(),
                Axis.of("root mean squared error").decades());
        XyChart shapes = new XyChart("sin(3 x) and what two networks make of it", Axis.of("x"), Axis.of("y"));
        boolean holds = true;
        double worstGain = Double.POSITIVE_INFINITY;
        float[] xs = new float[POINTS];
        double[] places = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            xs[i] = -2 + 4f * i / (POINTS - 1);
            places[i] = xs[i];
        }
        for (Map.Entry<String, DoubleUnaryOperator> function : functions().entrySet()) {
            double[] exact = new double[POINTS];
            float[] ys = new float[POINTS];
            for (int i = 0; i < POINTS; i++) {
                exact[i] = function.getValue().applyAsDouble(xs[i]);
                ys[i] = (float) exact[i];
            }
            Dataset data = Dataset.ofTargets(xs, 1, ys, 1);
            boolean sine = function.getKey().startsWith("sin");
            if (sine) {
                shapes.reference("the function", places, exact);
            }
            String[] cells = new String[WIDTHS.length + 1];
            cells[0] = function.getKey();
            double[] errors = new double[WIDTHS.length];
            for (int w = 0; w < WIDTHS.length; w++) {
                bench.progress("%s with %d hidden units", function.getKey(), WIDTHS[w]);
                double[] outputs = fit(bench, WIDTHS[w], data);
                double squares = 0;
                for (int i = 0; i < POINTS; i++) {
                    squares += (outputs[i] - exact[i]) * (outputs[i] - exact[i]);
                }
                errors[w] = Math.sqrt(squares / POINTS);
                cells[w + 1] = Format.of("%.4f", errors[w]);
                if (sine && (WIDTHS[w] == 2 || WIDTHS[w] == 32)) {
                    shapes.line(WIDTHS[w] + " hidden units", places, outputs);
                }
            }
            table.row(cells);
            double[] widths = {1, 2, 4, 8, 16, 32};
            byWidth.line(function.getKey(), widths, errors);
            double gain = errors[0] / errors[WIDTHS.length - 1];
            worstGain = Math.min(worstGain, gain);
            holds &= gain > 5;
        }
        return Finding.notes()
                .table(table)
                .chart(byWidth)
                .chart(shapes)
                .verdict(
                        holds,
                        Format.of(
                                "With 32 hidden units the error is %.0f times smaller than with one, or more, for each function.",
                                worstGain));
    }

    private static double[] fit(Bench bench, int width, Dataset data) {
        NetworkSpec spec = NetworkSpec.classifier(1, List.of(width), Activation.TANH.function(), 1);
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(EPOCHS)
                .batchSize(POINTS)
                .loss(Loss.MEAN_SQUARED_ERROR)
                .rule(new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0))
                .schedule(LearningRateSchedule.linear(0.01))
                .seed(bench.seed())
                .build();
        float[] outputs = bench.outputs(bench.train(spec, settings, data, data).weights(), data);
        double[] wide = new double[outputs.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = outputs[i];
        }
        return wide;
    }
}
