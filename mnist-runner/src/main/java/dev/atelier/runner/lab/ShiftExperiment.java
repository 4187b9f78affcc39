package dev.atelier.runner.lab;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.page.Table;
import dev.atelier.runner.report.ImageChange;
import java.util.List;

/** A shifted digit fools a fully connected network that has not seen shifted ones. */
final class ShiftExperiment implements Experiment {
    private static final int TRAINING = 10_000;
    private static final int TEST = 2_000;
    private static final int HIDDEN = 128;
    private static final int EPOCHS = 6;
    private static final int MOST = 6;
    private static final int PLACE = 4;

    @Override
    public String name() {
        return "shift";
    }

    @Override
    public String title() {
        return "A digit beside its place";
    }

    @Override
    public String claim() {
        return "A fully connected network has a weight for each pixel, so that a digit moved by a few pixels fools it; one that is trained"
                + " with shifted digits is not fooled.";
    }

    @Override
    public Finding run(Bench bench) {
        ImageSet training = bench.training(TRAINING);
        ImageSet test = bench.test(TEST);
        Dataset data = bench.dataset(training);
        NetworkSpec spec = Nets.relu(training.features(), List.of(HIDDEN), bench.classes());
        bench.progress("training on %,d digits as they are", training.count());
        Bench.Trained plain =
                bench.train(spec, Nets.adam(bench.seed(), EPOCHS, 100).build(), data, bench.dataset(test));
        bench.progress("training on shifted digits");
        Augmentation shifts = new Augmentation(training.height(), training.width(), 0, 0, 0, MOST, 0, 0);
        Bench.Trained shifted = bench.train(
                spec,
                Nets.adam(bench.seed(), 3 * EPOCHS, 100).augmentation(shifts).build(),
                data,
                bench.dataset(test));
        Table table = new Table(
                Format.of("%,d test images of %s, moved to the right", test.count(), bench.dataName()),
                "pixels",
                "trained as they are",
                "trained with shifts");
        double[] pixels = new double[MOST + 1];
        double[] fooled = new double[MOST + 1];
        double[] learned = new double[MOST + 1];
        for (int i = 0; i <= MOST; i++) {
            ImageSet moved = ImageChange.shifted(test, i, 0);
            pixels[i] = i;
            fooled[i] = bench.accuracy(plain.weights(), moved);
            learned[i] = bench.accuracy(shifted.weights(), moved);
            table.row(Integer.toString(i), Format.percent(fooled[i]), Format.percent(learned[i]));
        }
        return Finding.notes()
                .table(table)
                .chart(new XyChart(
                                "Accuracy by the shift",
                                Axis.of("pixels to the right").whole(),
                                Axis.percent("images that get their class")
                                        .from(0)
                                        .to(1))
                        .line("trained as they are", pixels, fooled)
                        .line("trained with shifts", pixels, learned))
                .verdict(
                        fooled[0] > 0.85 && fooled[PLACE] < 0.7 && learned[PLACE] > fooled[PLACE] + 0.15,
                        Format.of(
                                "Four pixels take it from %s to %s; trained with shifts it is at %s there, and at %s unmoved.",
                                Format.percent(fooled[0]),
                                Format.percent(fooled[PLACE]),
                                Format.percent(learned[PLACE]),
                                Format.percent(learned[0])));
    }
}
