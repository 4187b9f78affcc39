package dev.atelier.runner.lab;

import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.BarChart;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.page.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The price of a flat by models from rigid to flexible, on one table whose formula is known. */
final class ApartmentExperiment implements Experiment {
    private static final int TRAINING = 4_000;
    private static final int TEST = 1_000;
    private static final int DEGREE = 4;
    private static final int ROUNDS = 800;
    private static final int DEPTH = 4;
    private static final List<Integer> HIDDEN = List.of(64, 64);
    private static final int EPOCHS = 120;
    private static final int BATCH = 64;
    private static final double RATE = 0.005;
    private static final int DRAWN = 250;

    /** Prices in thousands for each unit of the network's output, so that outputs are of about the size 1. */
    private static final float PRICE_SCALE = 100;

    @Override
    public String name() {
        return "apartment";
    }

    @Override
    public String title() {
        return "The price of a flat";
    }

    @Override
    public String claim() {
        return "The price of a flat is a function of area, floor and location that nobody writes down. A linear model can't follow it;"
                + " polynomials, boosted trees and a network learn it from examples.";
    }

    /** What a model says of the flats that it learned from and of those that it did not see. */
    private static final class Prices {
        private final float[] training;
        private final float[] test;

        Prices(float[] training, float[] test) {
            this.training = training;
            this.test = test;
        }
    }

    @Override
    public Finding run(Bench bench) {
        Random random = bench.random();
        Flats training = Flats.make(TRAINING, random);
        Flats test = Flats.make(TEST, random);
        bench.progress("fitting polynomials, boosting %d trees, training a network", ROUNDS);
        Prices linear = polynomial(training, test, 1);
        Prices network = network(bench, training, test);
        Map<String, Prices> models = new LinkedHashMap<>();
        models.put("linear model", linear);
        models.put("polynomial of degree " + DEGREE, polynomial(training, test, DEGREE));
        models.put("gradient boosting", boosting(bench, training, test));
        models.put("network 4-64-64-1", network);
        models.put("the formula itself", new Prices(training.exact(), test.exact()));
        double spread = test.error(average(training));
        Table table = new Table(
                Format.of("%,d flats to learn from, %,d to test; root mean squared errors", TRAINING, TEST),
                "error, thousands",
                "training",
                "test",
                "of the variance explained");
        double[] seen = new double[models.size()];
        double[] errors = new double[models.size()];
        int next = 0;
        for (Map.Entry<String, Prices> model : models.entrySet()) {
            seen[next] = training.error(model.getValue().training);
            errors[next] = test.error(model.getValue().test);
            table.row(
                    model.getKey(),
                    Format.of("%.1f", seen[next]),
                    Format.of("%.1f", errors[next]),
                    Format.percent(1 - Math.pow(errors[next] / spread, 2)));
            next++;
        }
        boolean holds = errors[1] < 0.75 * errors[0] && Math.max(errors[2], errors[3]) < 0.5 * errors[0];
        return Finding.notes()
                .table(Flats.formula())
                .table(table)
                .chart(new BarChart(
                                "How far off each model is",
                                "model",
                                List.of("linear", "polynomial", "boosting", "network", "formula"),
                                Axis.of("root mean squared error, thousands"))
                        .series("training", seen)
                        .series("test", errors))
                .chart(predictions(test, linear, network))
                .verdict(
                        holds,
                        Format.of(
                                "Prices differ by %.0f thousand. The linear model is off by %.1f, the polynomial by %.1f, boosted trees by"
                                        + " %.1f, the network by %.1f; the formula itself by %.1f, which is chance.",
                                spread, errors[0], errors[1], errors[2], errors[3], errors[4]));
    }

    private static float[] average(Flats flats) {
        double sum = 0;
        for (float price : flats.prices()) {
            sum += price;
        }
        float[] values = new float[TEST];
        Arrays.fill(values, (float) (sum / flats.prices().length));
        return values;
    }

    private static Prices polynomial(Flats training, Flats test, int degree) {
        LeastSquares fitted = LeastSquares.fit(training.scaled(), Flats.VARIABLES, training.prices(), degree);
        return new Prices(fitted.predict(training.scaled()), fitted.predict(test.scaled()));
    }

    private static Prices boosting(Bench bench, Flats training, Flats test) {
        try (GradientBoosting trees = GradientBoosting.regression(
                training.rows(), Flats.VARIABLES, training.prices(), ROUNDS, DEPTH, bench.seed())) {
            return new Prices(single(trees.predict(training.rows())), single(trees.predict(test.rows())));
        }
    }

    private static float[] single(float[][] rows) {
        float[] values = new float[rows.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i][0];
        }
        return values;
    }

    private static Prices network(Bench bench, Flats training, Flats test) {
        NetworkSpec spec = Nets.relu(Flats.VARIABLES, HIDDEN, 1);
        Dataset data = dataset(training);
        TrainingSettings settings = Nets.adam(bench.seed(), EPOCHS, BATCH, RATE)
                .loss(Loss.MEAN_SQUARED_ERROR)
                .build();
        NetworkWeights weights = bench.train(spec, settings, data, data).weights();
        return new Prices(
                times(PRICE_SCALE, bench.outputs(weights, data)),
                times(PRICE_SCALE, bench.outputs(weights, dataset(test))));
    }

    private static Dataset dataset(Flats flats) {
        return Dataset.ofTargets(flats.scaled(), Flats.VARIABLES, times(1 / PRICE_SCALE, flats.prices()), 1);
    }

    private static float[] times(float factor, float[] values) {
        float[] product = new float[values.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = factor * values[i];
        }
        return product;
    }

    private static XyChart predictions(Flats test, Prices linear, Prices network) {
        double[] prices = first(test.prices());
        double[] ends = {0, Arrays.stream(prices).max().orElse(1)};
        return new XyChart(
                        DRAWN + " flats of the test set",
                        Axis.of("price, thousands").from(0),
                        Axis.of("what the model says, thousands"))
                .points("linear model", prices, first(linear.test))
                .points("network", prices, first(network.test))
                .reference("right", ends, ends);
    }

    private static double[] first(float[] values) {
        double[] first = new double[DRAWN];
        for (int i = 0; i < DRAWN; i++) {
            first[i] = values[i];
        }
        return first;
    }
}
