package dev.atelier.runner.report;

import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.page.Page;
import dev.atelier.runner.page.Table;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a {@link ModelReport}: as one page, or picture by picture. */
public final class ReportPage {
    private static final int NEURONS_SHOWN = 60;
    private static final int MISTAKES = 60;
    private static final int MISTAKES_SHOWN = 30;
    private static final int WHITE = 255;
    private static final double PERCENT = 100;
    private static final String NO_RUN =
            "The file does not say how the network was trained; files that 'train --save-model' writes do. What 'train --json"
                    + " FILE' wrote can be given as --history FILE.";

    private final ModelReport report;
    private final Verdicts verdicts;
    private final NetworkSpec spec;

    /** Makes the page of a report. */
    public ReportPage(ModelReport report) {
        this.report = report;
        this.verdicts = report.verdicts();
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
        charts.put("confusion", ReportCharts.confusion(verdicts));
        charts.put("shift", ReportCharts.shift(report.robustness()));
        charts.put("rotation", ReportCharts.rotation(report.robustness()));
        charts.put("noise", ReportCharts.noise(report.robustness()));
        Calibration calibration = report.calibration();
        if (calibration != null) {
            charts.put("calibration", ReportCharts.calibration(calibration));
        }
        return charts;
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
        page.heading("What it takes for what");
        page.note(
                "Rows are what is on the images, columns what the network says. The diagonal is right; the darker the blue of a cell"
                        + " beside it, the more often the one is taken for the other.");
        page.charts(chart(charts, "confusion"));
        page.table(classes());
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
                        + (spec.layers().size() == 2 ? " Below: the classes that each speaks for most." : "")
                        + (neurons.size() < all ? format(" The first %,d of %,d.", neurons.size(), all) : ""));
        ImageGrid.add(
                page,
                neurons.stream()
                        .map(neuron -> new ImageGrid.Captioned(
                                neuron.picture(), neuron.classes(), "weights of neuron " + neuron.index()))
                        .toList(),
                NEURONS_SHOWN);
    }

    private void mistakes(Page page) {
        List<Integer> surest = verdicts.surestMistakes(MISTAKES);
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
                                format("%d, says %d %s", verdicts.label(image), verdicts.said(image), sure(image)),
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

    private Table classes() {
        Table table = new Table("Class by class", "class", "images", "recall", "precision", "most often taken for");
        int[][] counts = verdicts.confusion();
        for (int k = 0; k < counts.length; k++) {
            int images = 0;
            int said = 0;
            int other = -1;
            for (int j = 0; j < counts.length; j++) {
                images += counts[k][j];
                said += counts[j][k];
                if (j != k && counts[k][j] > 0 && (other < 0 || counts[k][j] > counts[k][other])) {
                    other = j;
                }
            }
            table.row(
                    Integer.toString(k),
                    format("%,d", images),
                    share(counts[k][k], images),
                    share(counts[k][k], said),
                    other < 0 ? "" : format("%d (%d times)", other, counts[k][other]));
        }
        return table;
    }

    private static String share(int part, int whole) {
        return whole == 0 ? "" : format("%.2f %%", PERCENT * part / whole);
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
