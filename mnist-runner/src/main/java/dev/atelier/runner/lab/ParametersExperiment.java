package dev.atelier.runner.lab;

import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.page.Table;
import java.util.List;
import java.util.Random;

/** How many parameters there are, and what so many do. */
final class ParametersExperiment implements Experiment {
    private static final int FEW = 500;
    private static final int TEST = 2_000;
    private static final int WIDE = 256;
    private static final int EPOCHS = 40;

    /** Of the images that cures are tried on: what a network should not learn by heart. */
    private static final int WRONG_LABELS = 5;

    private static final float WEIGHT_DECAY = 8f;
    private static final double DROPOUT = 0.5;

    /** More than chance makes of 2,000 test images. */
    private static final double NOTEWORTHY = 0.01;

    private static final int[] WIDTHS = {2, 8, 32, 128, 512};
    private static final int[] IMAGES = {125, 500, 2_000, 8_000};

    @Override
    public String name() {
        return "parameters";
    }

    @Override
    public String title() {
        return "So many parameters";
    }

    @Override
    public String claim() {
        return "784-1000-10 has 785,000 + 10,010 parameters; a million inputs and a thousand outputs need a thousand million. With few images"
                + " a wide network learns them by heart; more images close the gap between training and test, and weight decay and dropout narrow"
                + " it.";
    }

    /**
     * Errors after training.
     *
     * @param training the share of wrong training images
     * @param test the share of wrong test images
     */
    private record Errors(double training, double test) {
        double gap() {
            return test - training;
        }

        /** Whether training and test are closer to each other than without a cure, and fewer test images wrong. */
        boolean narrows(Errors ill) {
            return gap() < ill.gap() - NOTEWORTHY && test < ill.test - NOTEWORTHY;
        }
    }

    @Override
    public Finding run(Bench bench) {
        NetworkSpec lecture = Nets.relu(784, List.of(1000), 10);
        long first = 785L * 1000;
        long second = 1001L * 10;
        NetworkSpec huge = Nets.relu(1_000_000, List.of(), 1000);
        Table counts = new Table("Parameters", "network", "weights and biases", "bytes as floats");
        counts.row("784-1000-10, first layer", Format.of("%,d", first), Format.of("%,d", 4 * first));
        counts.row("784-1000-10, second layer", Format.of("%,d", second), Format.of("%,d", 4 * second));
        counts.row("784-1000-10", Format.of("%,d", lecture.parameters()), Format.of("%,d", 4 * lecture.parameters()));
        counts.row("1,000,000-1000", Format.of("%,d", huge.parameters()), Format.of("%,d", 4 * huge.parameters()));

        ImageSet few = bench.training(FEW);
        ImageSet test = bench.test(TEST);
        Table byWidth = new Table(Format.of("%d training images", FEW), "hidden units", "training error", "test error");
        double[][] width = new double[3][WIDTHS.length];
        for (int i = 0; i < WIDTHS.length; i++) {
            bench.progress("%d hidden units", WIDTHS[i]);
            Errors errors = errors(bench, few, test, WIDTHS[i], EPOCHS, plain(bench, EPOCHS));
            width[0][i] = WIDTHS[i];
            width[1][i] = errors.training;
            width[2][i] = errors.test;
            byWidth.row(Integer.toString(WIDTHS[i]), Format.percent(errors.training), Format.percent(errors.test));
        }
        Table byImages = new Table(WIDE + " hidden units", "training images", "training error", "test error", "gap");
        double[][] images = new double[3][IMAGES.length];
        double[] gaps = new double[IMAGES.length];
        for (int i = 0; i < IMAGES.length; i++) {
            bench.progress("%,d training images", IMAGES[i]);
            ImageSet training = bench.training(IMAGES[i]);
            // As many steps for each, so that it is the images that differ.
            int epochs = Math.max(4, EPOCHS * FEW / IMAGES[i]);
            Errors errors = errors(bench, training, test, WIDE, epochs, plain(bench, epochs));
            images[0][i] = IMAGES[i];
            images[1][i] = errors.training;
            images[2][i] = errors.test;
            gaps[i] = errors.gap();
            byImages.row(
                    Format.of("%,d", IMAGES[i]),
                    Format.percent(errors.training),
                    Format.percent(errors.test),
                    Format.percent(errors.gap()));
        }
        bench.progress("cures");
        ImageSet doubtful = mislabelled(few, bench);
        Errors ill = errors(bench, doubtful, test, WIDE, EPOCHS, plain(bench, EPOCHS));
        Errors decay = errors(
                bench,
                doubtful,
                test,
                WIDE,
                EPOCHS,
                plain(bench, EPOCHS).rule(new UpdateRule.AdamW(0.9f, 0.999f, 1e-8f, WEIGHT_DECAY)));
        Errors dropout =
                errors(bench, doubtful, test, WIDE, EPOCHS, plain(bench, EPOCHS).dropout(DROPOUT));
        Table cures = new Table(
                Format.of("%d images, every %dth with a wrong label, %d hidden units", FEW, WRONG_LABELS, WIDE),
                "cure",
                "training error",
                "test error",
                "gap");
        row(cures, "none", ill);
        row(cures, "weight decay", decay);
        row(cures, "dropout", dropout);
        boolean counted = lecture.parameters() == first + second
                && first == 785_000
                && second == 10_010
                && huge.parameters() == 1_000_001_000L;
        boolean byHeart = width[1][WIDTHS.length - 1] < 0.005 && width[2][WIDTHS.length - 1] > 0.05;
        boolean closes = gaps[IMAGES.length - 1] < 0.6 * gaps[0];
        boolean cured = decay.narrows(ill) && dropout.narrows(ill);
        return Finding.notes()
                .table(counts)
                .table(byWidth)
                .table(byImages)
                .table(cures)
                .chart(chart(
                        Format.of("%d images learned by heart", FEW),
                        Axis.of("hidden units").doublings(),
                        width))
                .chart(chart("More images", Axis.of("training images").doublings(), images))
                .verdict(
                        counted && byHeart && closes && cured,
                        Format.of(
                                "Wide networks get every one of %d images right and %s of new ones wrong; from %d to %,d images the gap falls from %s to %s. Where some labels are wrong, test error without a cure is %s, with weight decay %s, with dropout %s; the gap %s, %s and %s.",
                                FEW,
                                Format.percent(width[2][WIDTHS.length - 1]),
                                IMAGES[0],
                                IMAGES[IMAGES.length - 1],
                                Format.percent(gaps[0]),
                                Format.percent(gaps[IMAGES.length - 1]),
                                Format.percent(ill.test),
                                Format.percent(decay.test),
                                Format.percent(dropout.test),
                                Format.percent(ill.gap()),
                                Format.percent(decay.gap()),
                                Format.percent(dropout.gap())));
    }

    /** Returns the images with every fifth label another one, drawn at random. */
    private static ImageSet mislabelled(ImageSet images, Bench bench) {
        Random random = bench.random();
        int[] labels = images.labels().clone();
        for (int i = 0; i < labels.length; i += WRONG_LABELS) {
            labels[i] = (labels[i] + 1 + random.nextInt(bench.classes() - 1)) % bench.classes();
        }
        return new ImageSet(images.height(), images.width(), images.pixels(), labels);
    }

    private static void row(Table table, String cure, Errors errors) {
        table.row(cure, Format.percent(errors.training), Format.percent(errors.test), Format.percent(errors.gap()));
    }

    private static XyChart chart(String title, Axis across, double[]... columns) {
        return new XyChart(title, across, Axis.percent("wrong").from(0))
                .line("training", columns[0], columns[1])
                .line("test", columns[0], columns[2]);
    }

    private static TrainingSettings.Builder plain(Bench bench, int epochs) {
        return Nets.adam(bench.seed(), epochs, 50);
    }

    private static Errors errors(
            Bench bench, ImageSet training, ImageSet test, int hidden, int epochs, TrainingSettings.Builder settings) {
        Dataset data = bench.dataset(training);
        NetworkSpec spec = Nets.relu(training.features(), List.of(hidden), bench.classes());
        Bench.Trained trained = bench.train(spec, settings.epochs(epochs).build(), data, bench.dataset(test));
        return new Errors(1 - bench.accuracy(trained.weights(), training), 1 - trained.accuracy());
    }
}
