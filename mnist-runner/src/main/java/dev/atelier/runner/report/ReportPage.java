package dev.atelier.runner.report;

import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.chart.ChartPicture;
import dev.atelier.runner.chart.PictureSheet;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.page.DataUrl;
import dev.atelier.runner.page.Page;
import dev.atelier.runner.page.Table;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows a {@link ModelReport}: as one page, or picture by picture. */
public final class ReportPage {
    private static final int NEURONS_SHOWN = 60;
    private static final int MISTAKES = 60;
    private static final int MISTAKES_SHOWN = 30;
    private static final int MISTAKE_COLUMNS = 6;

    /** What all mistakes on a page may have, so that it stays below 2 MB also with large images. */
    private static final int MISTAKE_PIXELS = 300_000;

    /** The picture of the neurons that matter most. */
    private static final int SHEET_COLUMNS = 20;

    private static final int SHEET_ROWS = 5;
    private static final int WHITE = 255;
    private static final double PERCENT = 100;
    private static final String NO_RUN =
            "The file does not say how the network was trained; files that 'train --save-model' writes do. What 'train --json"
                    + " FILE' wrote can be given as --history FILE.";

    private final ModelReport report;
    private final Verdicts verdicts;
    private final ConfusionMatrix matrix;
    private final NetworkSpec spec;

    /** Makes the page of a report. */
    public ReportPage(ModelReport report) {
        this.report = report;
        this.verdicts = report.verdicts();
        this.matrix = new ConfusionMatrix(verdicts);
        this.spec = report.subject().network().spec();
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Returns the charts by the name of their file. */
    public Map<String, Chart> charts() {
        Map<String, Chart> charts = new LinkedHashMap<>();
        RunRecord run = report.run();
        if (run != null) {
            charts.put("loss", ReportCharts.loss(run));
            charts.put("error", ReportCharts.error(run));
        }
        if (matrix.classes() <= ClassTables.MOST_CLASSES) {
            charts.put("confusion", ReportCharts.confusion(matrix));
            charts.put("classes", ReportCharts.classes(matrix));
        }
        charts.put("shift", ReportCharts.shift(report.robustness()));
        charts.put("rotation", ReportCharts.rotation(report.robustness()));
        charts.put("noise", ReportCharts.noise(report.robustness()));
        Calibration calibration = report.calibration();
        if (calibration != null) {
            charts.put("calibration", ReportCharts.calibration(calibration));
        }
        return charts;
    }

    /** Returns the pictures by the name of their file: weights and charts, and the surest mistakes if there are any. */
    public Map<String, Supplier<BufferedImage>> pictures() {
        Map<String, Supplier<BufferedImage>> pictures = new LinkedHashMap<>();
        pictures.put("weights", () -> weights(SHEET_COLUMNS, SHEET_ROWS));
        int neurons = report.neurons().size();
        if (neurons > SHEET_COLUMNS * SHEET_ROWS) {
            int columns = 2 * SHEET_COLUMNS;
            pictures.put("all-weights", () -> weights(columns, (neurons + columns - 1) / columns));
        }
        charts().forEach((name, chart) -> pictures.put(name, () -> ChartPicture.draw(List.of(chart))));
        if (verdicts.mistakes() > 0) {
            pictures.put("mistakes", () -> ChartPicture.draw(List.of(surestMistakes())));
        }
        return pictures;
    }

    private BufferedImage weights(int columns, int rows) {
        ImageSet images = report.subject().images();
        return WeightsPicture.draw(report.subject().network(), images.height(), images.width(), columns, rows);
    }

    private Chart surestMistakes() {
        ImageSet images = report.subject().images();
        return new PictureSheet(
                "The surest mistakes",
                MISTAKE_COLUMNS,
                verdicts.surestMistakes(MISTAKES_SHOWN).stream()
                        .map(image -> new PictureSheet.Entry(
                                DataUrl.png(picture(images, image)),
                                images.height() / (double) images.width(),
                                List.of(truth(image), sure(image))))
                        .toList());
    }

    private String truth(int image) {
        return format("%d, says %d", verdicts.label(image), verdicts.said(image));
    }

    /** Returns the page. */
    public String toHtml() {
        Page page = new Page(format("%s on %s", spec, report.subject().dataset()));
        ImageGrid.style(page);
        page.note(format(
                "%s, %s; measured on %s",
                spec.layers().get(0).activation().label(),
                report.subject().model().loss().label(),
                report.subject().device()));
        page.keyFigures(figures());
        page.contents();
        Map<String, Chart> charts = charts();
        learning(page, charts);
        neurons(page);
        classes(page, charts);
        mistakes(page);
        page.heading("How soon it is fooled");
        page.note(format(
                "The same %,d test images, moved, turned, or with noise. A fully connected network has a weight for each pixel: it has never"
                        + " learned that a digit beside its place is the same digit.",
                report.robustness().images()));
        page.charts(chart(charts, "shift"), chart(charts, "rotation"), chart(charts, "noise"));
        calibration(page, charts);
        page.heading("What it is made of");
        page.table(parameters());
        settings(page);
        return page.toHtml();
    }

    private static Chart chart(Map<String, Chart> charts, String name) {
        Chart chart = charts.get(name);
        if (chart == null) {
            throw new IllegalStateException("there is no chart " + name);
        }
        return chart;
    }

    private Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put(
                format("of %,d test images right", verdicts.count()), format("%.2f %%", PERCENT * verdicts.accuracy()));
        figures.put("test images wrong", format("%,d", verdicts.mistakes()));
        figures.put(
                "mean loss on the test images",
                format("%.4f", report.evaluation().loss()));
        figures.put("weights and biases", format("%,d", spec.parameters()));
        Calibration calibration = report.calibration();
        if (calibration != null) {
            figures.put("expected calibration error", format("%.2f %%", PERCENT * calibration.expectedError()));
        }
        return figures;
    }

    private void learning(Page page, Map<String, Chart> charts) {
        page.heading("How it learned");
        if (report.run() == null) {
            page.note(NO_RUN);
        } else {
            page.charts(chart(charts, "loss"), chart(charts, "error"));
        }
    }

    private void neurons(Page page) {
        List<Neuron> neurons = report.neurons();
        int all = spec.layers().get(0).outputs();
        page.heading("What its neurons look for");
        page.note(
                "The weights of each neuron of the first layer, laid out as the image is. Orange pixels speak for the neuron, blue ones"
                        + " against it; each has its own scale. First come those that matter most, by the size of the weights that lead to"
                        + " them and from them."
                        + below()
                        + (neurons.size() < all ? format(" The first %,d of %,d.", neurons.size(), all) : ""));
        ImageGrid.add(
                page,
                neurons.stream()
                        .map(neuron -> new ImageGrid.Captioned(
                                neuron.picture(), neuron.classes(), "weights of neuron " + neuron.index()))
                        .toList(),
                NEURONS_SHOWN);
    }

    private String below() {
        return switch (spec.layers().size()) {
            case 1 -> " Below: the class of each.";
            case 2 -> " Below: the classes that each speaks for most.";
            default ->
                " Below: the classes that each speaks for most, by the product of the weights of all later layers.";
        };
    }

    private void mistakes(Page page) {
        int pixels = report.subject().images().features();
        List<Integer> surest = verdicts.surestMistakes(Math.max(1, Math.min(MISTAKES, MISTAKE_PIXELS / pixels)));
        if (surest.isEmpty()) {
            return;
        }
        page.heading("Its surest mistakes");
        page.note("What it is, what the network says, and how sure it is.");
        ImageGrid.add(
                page,
                surest.stream()
                        .map(image -> new ImageGrid.Captioned(
                                picture(report.subject().images(), image),
                                truth(image) + " " + sure(image),
                                format("test image %d", image)))
                        .toList(),
                MISTAKES_SHOWN);
    }

    private String sure(int image) {
        return report.calibration() == null
                ? format("(%.2f)", verdicts.confidence(image))
                : format("(%.1f %%)", PERCENT * verdicts.confidence(image));
    }

    private static BufferedImage picture(ImageSet set, int image) {
        BufferedImage picture = new BufferedImage(set.width(), set.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < set.features(); i++) {
            int ink = set.pixels()[image * set.features() + i] & 0xFF;
            picture.getRaster().setSample(i % set.width(), i / set.width(), 0, WHITE - ink);
        }
        return picture;
    }

    private void classes(Page page, Map<String, Chart> charts) {
        page.heading("What it takes for what");
        if (charts.containsKey("confusion")) {
            page.note(
                    "Rows are what is on the images, columns what the network says. The diagonal is right; the darker the blue of a cell"
                            + " beside it, the more often the one is taken for the other. Recall is the share of a class that gets its name,"
                            + " precision the share of what gets a name that has it.");
            page.charts(chart(charts, "confusion"), chart(charts, "classes"));
        } else {
            page.note(format(
                    "There are %,d classes; the table has the %d that are recognised least.",
                    matrix.classes(), ClassTables.MOST_CLASSES));
        }
        page.table(ClassTables.classes(matrix));
        if (verdicts.mistakes() > 0) {
            page.table(ClassTables.pairs(matrix));
        }
    }

    private void calibration(Page page, Map<String, Chart> charts) {
        Calibration calibration = report.calibration();
        page.heading("How well it knows what it knows");
        if (calibration == null) {
            page.note("The network was not trained to give probabilities, so that there is nothing to compare.");
            return;
        }
        page.note(format(
                "Test images by how sure the network is. Of those in a point on the straight line, it is right as often as it says. The mean"
                        + " distance from that line, over all images, is %.2f %%.",
                PERCENT * calibration.expectedError()));
        page.charts(chart(charts, "calibration"));
        Table table = new Table("Images by how sure it is", "how sure", "images", "right");
        for (Calibration.Bin bin : calibration.bins()) {
            table.row(
                    format("%.1f %%", PERCENT * bin.confidence()),
                    format("%,d", bin.images()),
                    format("%.1f %%", PERCENT * bin.accuracy()));
        }
        page.table(table);
    }

    private Table parameters() {
        Table table = new Table("Parameters", "layer", "weights", "biases", "together");
        for (int i = 0; i < spec.layers().size(); i++) {
            long outputs = spec.layers().get(i).outputs();
            long weights = spec.inputsOf(i) * outputs;
            table.row(
                    format(
                            "%d: %d to %d, %s",
                            i + 1,
                            spec.inputsOf(i),
                            outputs,
                            spec.layers().get(i).activation().label()),
                    format("%,d", weights),
                    format("%,d", outputs),
                    format("%,d", weights + outputs));
        }
        return table.row("all", "", "", format("%,d", spec.parameters()));
    }

    private void settings(Page page) {
        RunRecord run = report.run();
        if (run == null) {
            return;
        }
        Table table = new Table("The run", "setting", "value");
        row(table, "data", run.setting("dataset"));
        row(table, "training images", run.number("train_samples", "%,.0f"));
        row(table, "epochs", run.setting("epochs"));
        row(table, "batch", run.setting("batch_size"));
        row(table, "optimizer", run.setting("optimizer"));
        row(table, "learning rate", (run.setting("learning_rate") + " " + run.setting("schedule")).strip());
        row(table, "weight decay", run.setting("weight_decay"));
        row(table, "dropout", run.setting("dropout"));
        row(table, "distortions", run.setting("augment"));
        row(table, "seed", run.setting("seed"));
        row(table, "device", run.setting("device"));
        row(table, "driver", run.setting("driver"));
        row(table, "training time", run.number("train_seconds", "%.2f s"));
        row(table, "speed", run.number("samples_per_second", "%,.0f samples/s"));
        row(table, "Atelier", run.setting("version"));
        page.table(table);
    }

    private static void row(Table table, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            table.row(name, value);
        }
    }
}
