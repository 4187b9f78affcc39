package dev.atelier.runner.lab;

import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.BarChart;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.page.Table;
import java.util.List;

/** Features that people thought of and boosted trees, beside a network that is given pixels. */
final class TraditionalExperiment implements Experiment {
    private static final int TRAINING = 10_000;
    private static final int TEST = 2_000;
    private static final int ROUNDS = 60;
    private static final int DEPTH = 5;
    private static final int HIDDEN = 256;
    private static final int EPOCHS = 10;

    @Override
    public String name() {
        return "traditional";
    }

    @Override
    public String title() {
        return "Features made by hand";
    }

    @Override
    public String claim() {
        return "Before networks, people thought of features and let trees decide by them; on bare pixels trees fall behind. A network makes"
                + " its features itself: on bare pixels it is ahead of trees, and not far from features that people thought of.";
    }

    @Override
    public Finding run(Bench bench) {
        ImageSet training = bench.training(TRAINING);
        ImageSet test = bench.test(TEST);
        String[] names = {"trees on features made by hand", "trees on pixels", "network on pixels"};
        int[] inputs = {HandMadeFeatures.count(), training.features(), training.features()};
        double[] right = new double[names.length];
        bench.progress("boosting trees on %d features", inputs[0]);
        right[0] = boosting(bench, HandMadeFeatures.of(training), HandMadeFeatures.of(test), training, test);
        bench.progress("boosting trees on pixels");
        right[1] = boosting(bench, pixels(training), pixels(test), training, test);
        bench.progress("training a network on pixels");
        NetworkSpec spec = Nets.relu(training.features(), List.of(HIDDEN), bench.classes());
        right[2] = bench.train(
                        spec,
                        Nets.adam(bench.seed(), EPOCHS, 100).build(),
                        bench.dataset(training),
                        bench.dataset(test))
                .accuracy();
        Table table = new Table(
                Format.of(
                        "%,d images of %s to learn from, %,d to test",
                        training.count(), bench.dataName(), test.count()),
                "method",
                "numbers an image",
                "right");
        for (int i = 0; i < names.length; i++) {
            table.row(names[i], Integer.toString(inputs[i]), Format.percent(right[i]));
        }
        return Finding.notes()
                .table(table)
                .chart(new BarChart(
                                "Images that get their class",
                                "method",
                                List.of("trees, by hand", "trees, pixels", "network, pixels"),
                                Axis.percent("right").from(0).to(1))
                        .series("test", right))
                .verdict(
                        right[2] > right[1] + 0.01 && right[0] > right[1] + 0.01 && right[2] > right[0] - 0.04,
                        Format.of(
                                "Trees get %s right by the %d features made by hand and %s by pixels; the network gets %s by pixels, with no"
                                        + " feature thought of by anybody.",
                                Format.percent(right[0]),
                                inputs[0],
                                Format.percent(right[1]),
                                Format.percent(right[2])));
    }

    private static double boosting(Bench bench, float[] rows, float[] testRows, ImageSet training, ImageSet test) {
        int features = rows.length / training.count();
        try (GradientBoosting trees = GradientBoosting.classification(
                rows, features, training.labels(), bench.classes(), ROUNDS, DEPTH, bench.seed())) {
            float[][] says = trees.predict(testRows);
            int right = 0;
            for (int i = 0; i < says.length; i++) {
                int best = 0;
                for (int k = 1; k < says[i].length; k++) {
                    best = says[i][k] > says[i][best] ? k : best;
                }
                right += best == test.labels()[i] ? 1 : 0;
            }
            return right / (double) test.count();
        }
    }

    private static float[] pixels(ImageSet set) {
        float[] pixels = new float[set.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = set.pixels()[i] & 0xFF;
        }
        return pixels;
    }
}
