package dev.atelier.runner.report;

import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.BarChart;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.chart.ColourMap;
import dev.atelier.runner.chart.HeatMap;
import dev.atelier.runner.chart.XyChart;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The charts of a report. */
final class ReportCharts {
    private static final double PERCENT = 100;

    private ReportCharts() {}

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    /** Returns the loss after each epoch. */
    static Chart loss(RunRecord run) {
        double[] epochs = epochs(run);
        XyChart chart = new XyChart(
                "Loss by epoch",
                Axis.of("epoch").whole(),
                Axis.of("mean loss of a sample").from(0));
        chart.line("training", epochs, run.values("train_loss"));
        if (run.has("validation_loss")) {
            chart.line("held-out", epochs, run.values("validation_loss"));
        }
        return chart.line("test", epochs, run.values("test_loss"));
    }

    /** Returns the error after each epoch. */
    static Chart error(RunRecord run) {
        double[] epochs = epochs(run);
        XyChart chart = new XyChart(
                "Error by epoch",
                Axis.of("epoch").whole(),
                Axis.percent("images that get a wrong class").from(0));
        if (run.has("validation_accuracy")) {
            chart.line("held-out", epochs, error(run.values("validation_accuracy")));
        }
        return chart.line("test", epochs, error(run.values("test_accuracy")));
    }

    private static double[] epochs(RunRecord run) {
        return IntStream.rangeClosed(1, run.epochs()).asDoubleStream().toArray();
    }

    private static double[] error(double... accuracy) {
        return Arrays.stream(accuracy).map(value -> 1 - value).toArray();
    }

    /** Returns the counts of each class given to each; the colours are those of the mistakes. */
    static Chart confusion(ConfusionMatrix matrix) {
        return confusion(matrix, numbers(0, matrix.classes() - 1));
    }

    /** Returns the counts of each class given to each, with the classes' names. */
    static Chart confusion(ConfusionMatrix matrix, List<String> names) {
        int classes = matrix.classes();
        double[][] mistakes = new double[classes][classes];
        String[][] texts = new String[classes][classes];
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                int count = matrix.count(i, j);
                mistakes[i][j] = i == j || count == 0 ? Double.NaN : count;
                texts[i][j] = count == 0 ? "" : Integer.toString(count);
            }
        }
        return new HeatMap("Which class is taken for which", "what the network says", names, "what it is", names)
                .values(mistakes, Axis.of("mistakes").whole().from(0), ColourMap.WHITE_TO_BLUE)
                .texts(texts);
    }

    /** Returns precision and recall of each class; the axis begins where differences between good classes can be seen. */
    static Chart classes(ConfusionMatrix matrix) {
        double[] precision = IntStream.range(0, matrix.classes())
                .mapToDouble(matrix::precision)
                .toArray();
        double[] recall =
                IntStream.range(0, matrix.classes()).mapToDouble(matrix::recall).toArray();
        double least = DoubleStream.concat(Arrays.stream(precision), Arrays.stream(recall))
                .filter(Double::isFinite)
                .min()
                .orElse(0);
        double from = least > 0.9 ? 0.9 : least > 0.5 ? 0.5 : 0;
        return new BarChart(
                        "How well each class is recognised",
                        "class",
                        numbers(0, matrix.classes() - 1),
                        Axis.percent("share of the images").from(from).to(1))
                .series("precision", precision)
                .series("recall", recall);
    }

    /** Returns the accuracy by the shift. */
    static Chart shift(Robustness robustness) {
        List<String> pixels = numbers(-Robustness.MOST_PIXELS, Robustness.MOST_PIXELS);
        double[][] accuracy = robustness.shift();
        String[][] texts = new String[accuracy.length][accuracy.length];
        for (int row = 0; row < accuracy.length; row++) {
            for (int column = 0; column < accuracy.length; column++) {
                texts[row][column] = String.format(Locale.ROOT, "%.0f", PERCENT * accuracy[row][column]);
            }
        }
        return new HeatMap(
                        "Accuracy on shifted images, in percent", "pixels to the right", pixels, "pixels down", pixels)
                .values(accuracy, accuracyAxis(), ColourMap.SEQUENTIAL)
                .texts(texts);
    }

    private static Axis accuracyAxis() {
        return Axis.percent("images that get their class").from(0).to(1);
    }

    /** Returns the accuracy by the angle. */
    static Chart rotation(Robustness robustness) {
        return new XyChart("Accuracy on turned images", Axis.of("degrees clockwise"), accuracyAxis())
                .line("turned", Robustness.angles(), robustness.rotation());
    }

    /** Returns the accuracy by the noise. */
    static Chart noise(Robustness robustness) {
        return new XyChart(
                        "Accuracy on noisy images",
                        Axis.of("standard deviation of the noise (1: from black to white)"),
                        accuracyAxis())
                .line("noisy", Robustness.deviations(), robustness.noise());
    }

    /** Returns the accuracy by the confidence, beside what it should be. */
    static Chart calibration(Calibration calibration) {
        double[] confidence = calibration.bins().stream()
                .mapToDouble(Calibration.Bin::confidence)
                .toArray();
        double[] accuracy = calibration.bins().stream()
                .mapToDouble(Calibration.Bin::accuracy)
                .toArray();
        double[] ends = {0, 1};
        return new XyChart(
                        "Right as often as it is sure?",
                        Axis.percent("how sure the network is").from(0).to(1),
                        accuracyAxis())
                .reference("perfectly calibrated", ends, ends)
                .line("measured", confidence, accuracy);
    }
}
