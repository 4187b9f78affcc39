package dev.atelier.runner.lab;

import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.ColourMap;
import dev.atelier.runner.chart.HeatMap;
import dev.atelier.runner.chart.PictureSheet;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.page.DataUrl;
import dev.atelier.runner.page.Table;
import dev.atelier.runner.report.WeightsPicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Each hidden neuron fires for some digits more than for others. */
final class DetectExperiment implements Experiment {
    private static final int TRAINING = 10_000;
    private static final int TEST = 1_000;
    private static final int HIDDEN = 24;
    private static final int COLUMNS = 6;
    private static final double SELECTIVE = 1.5;

    @Override
    public String name() {
        return "detect";
    }

    @Override
    public String title() {
        return "What each neuron detects";
    }

    @Override
    public String claim() {
        return "A neuron of the hidden layer is a detector: its weights are a picture of what it looks for, and it fires more for some digits"
                + " than for others.";
    }

    @Override
    public Finding run(Bench bench) {
        ImageSet training = bench.training(TRAINING);
        ImageSet test = bench.test(TEST);
        NetworkSpec spec = Nets.relu(training.features(), List.of(HIDDEN), bench.classes());
        bench.progress("training on %,d digits", training.count());
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(5)
                .batchSize(100)
                .rule(new UpdateRule.Momentum(0.9f, true, 1e-3f))
                .schedule(LearningRateSchedule.linear(0.05))
                .seed(bench.seed())
                .build();
        Bench.Trained trained = bench.train(spec, settings, bench.dataset(training), bench.dataset(test));
        LayerWeights layer = trained.weights().layers().get(0);
        double[][] means = means(layer, test, bench.classes());
        int selective = 0;
        int firing = 0;
        List<PictureSheet.Entry> pictures = new ArrayList<>();
        Table table = new Table(
                "The first of " + HIDDEN + " neurons", "neuron", "strongest digit", "mean there", "mean of all");
        List<String> neurons = new ArrayList<>();
        for (int j = 0; j < HIDDEN; j++) {
            neurons.add(Integer.toString(j));
            double all = Arrays.stream(means[j]).average().orElse(0);
            int best = 0;
            for (int k = 1; k < means[j].length; k++) {
                best = means[j][k] > means[j][best] ? k : best;
            }
            if (all > 0) {
                firing++;
                selective += means[j][best] > SELECTIVE * all ? 1 : 0;
            }
            pictures.add(new PictureSheet.Entry(
                    DataUrl.png(WeightsPicture.draw(layer, j, test.height(), test.width())),
                    test.height() / (double) test.width(),
                    List.of(
                            "neuron " + j,
                            all > 0 ? Format.of("%d: %.1f times", best, means[j][best] / all) : "silent")));
            if (j < 8) {
                table.row(
                        Integer.toString(j),
                        Integer.toString(best),
                        Format.of("%.2f", means[j][best]),
                        Format.of("%.2f", all));
            }
        }
        List<String> digits = new ArrayList<>();
        for (int k = 0; k < bench.classes(); k++) {
            digits.add(Integer.toString(k));
        }
        return Finding.notes()
                .table(table)
                .chart(new PictureSheet(
                        "Weights, and the digit each fires for most, beside its mean", COLUMNS, pictures))
                .chart(new HeatMap("Mean output of each neuron by digit", "digit", digits, "neuron", neurons)
                        .values(means, Axis.of("mean output").from(0), ColourMap.WHITE_TO_BLUE))
                .verdict(
                        firing > HIDDEN / 2 && selective > 0.7 * firing,
                        Format.of(
                                "%d of %d neurons that fire do so half as much again, or more, for one digit than on average; the network is right on %s.",
                                selective, firing, Format.percent(trained.accuracy())));
    }

    /** Returns each neuron's mean output for each class, {@code [neurons][classes]}. */
    private static double[][] means(LayerWeights layer, ImageSet set, int classes) {
        double[][] sums = new double[layer.outputs()][classes];
        int[] counts = new int[classes];
        for (int i = 0; i < set.count(); i++) {
            counts[set.labels()[i]]++;
            for (int j = 0; j < layer.outputs(); j++) {
                double z = layer.bias()[j];
                for (int p = 0; p < set.features(); p++) {
                    int ink = set.pixels()[i * set.features() + p] & 0xFF;
                    if (ink != 0) {
                        z += ink / 255.0 * layer.weights()[p * layer.outputs() + j];
                    }
                }
                sums[j][set.labels()[i]] += Math.max(0, z);
            }
        }
        for (double[] neuron : sums) {
            for (int k = 0; k < classes; k++) {
                neuron[k] /= Math.max(1, counts[k]);
            }
        }
        return sums;
    }
}
