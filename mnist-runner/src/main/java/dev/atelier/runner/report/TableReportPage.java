package dev.atelier.runner.report;

import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.page.Page;
import dev.atelier.runner.page.Table;
import dev.atelier.runner.table.Column;
import dev.atelier.runner.table.RegressionErrors;
import dev.atelier.runner.table.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what a network makes of a table's rows: how far its numbers are off, or which class it takes for which. */
public final class TableReportPage {
    /** With more points than this a chart is a blot, and the page is large. */
    private static final int MOST_POINTS = 1000;

    private final NetworkSpec spec;
    private final String title;
    private final String file;
    private final @Nullable RunRecord run;
    private final Map<String, String> figures = new LinkedHashMap<>();
    private final Map<String, Chart> charts = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();

    /**
     * Compares what the network says with what is right.
     *
     * @param model with a table
     * @param rows the rows as the network sees them, with their targets
     * @param outputs what it says, {@code [rows][outputs]}
     * @param file what the rows are called
     * @param run the run that trained the network, or null if that is not known
     */
    public TableReportPage(ModelFile.Model model, Dataset rows, float[] outputs, String file, @Nullable RunRecord run) {
        TableSchema schema = model.table();
        if (schema == null) {
            throw new IllegalArgumentException("the network sees no table");
        }
        this.spec = model.weights().spec();
        this.run = run;
        this.file = file;
        this.title = format(
                "'%s' from the rows of %s",
                schema.target().name(), Path.of(file).getFileName());
        if (run != null) {
            charts.put("loss", ReportCharts.loss(run));
        }
        figures.put("rows", format("%,d", rows.size()));
        float[] targets = rows.targets();
        if (schema.target() instanceof Column.Numeric column && targets != null) {
            numbers(column, targets, outputs);
        } else if (schema.target() instanceof Column.Categorical column) {
            classes(column.categories(), rows.labels(), outputs);
        }
        figures.put("weights and biases", format("%,d", spec.parameters()));
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Returns a number with four digits or more, and no exponent where it is large. */
    private static String figure(double value) {
        return format(Math.abs(value) >= 1000 ? "%,.0f" : "%.4g", value);
    }

    private void numbers(Column.Numeric column, float[] targets, float[] outputs) {
        RegressionErrors errors = RegressionErrors.of(outputs, targets, column);
        figures.put("root mean squared error", figure(errors.rootMeanSquare()));
        figures.put("mean absolute error", figure(errors.meanAbsolute()));
        if (Double.isFinite(errors.determination())) {
            figures.put("of the variance explained (R squared)", format("%.2f %%", 100 * errors.determination()));
        }
        int shown = Math.min(MOST_POINTS, targets.length);
        double[] right = new double[shown];
        double[] said = new double[shown];
        double[] residuals = new double[shown];
        for (int i = 0; i < shown; i++) {
            int row = (int) ((long) i * targets.length / shown);
            right[i] = column.restored(targets[row]);
            said[i] = column.restored(outputs[row]);
            residuals[i] = said[i] - right[i];
        }
        String name = column.name();
        charts.put(
                "predictions",
                new XyChart("Said and right", Axis.of(name), Axis.of(name + ", as the network says"))
                        .points("rows", right, said)
                        .reference("right", ends(right), ends(right)));
        charts.put(
                "residuals",
                new XyChart("Residuals", Axis.of(name + ", as the network says"), Axis.of("said less right"))
                        .points("rows", said, residuals)
                        .reference("right", ends(said), new double[2]));
    }

    private static double[] ends(double... values) {
        return new double[] {
            Arrays.stream(values).min().orElse(0), Arrays.stream(values).max().orElse(1)
        };
    }

    private void classes(List<String> names, int[] labels, float[] outputs) {
        double[][] confidences = new double[labels.length][names.size()];
        for (int i = 0; i < outputs.length; i++) {
            confidences[i / names.size()][i % names.size()] = outputs[i];
        }
        Verdicts verdicts = new Verdicts(confidences, labels);
        ConfusionMatrix matrix = new ConfusionMatrix(verdicts);
        figures.put("of the rows right", format("%.2f %%", 100 * verdicts.accuracy()));
        figures.put("rows wrong", format("%,d", verdicts.mistakes()));
        if (names.size() <= ClassTables.MOST_CLASSES) {
            charts.put("confusion", ReportCharts.confusion(matrix, names));
        }
        tables.add(ClassTables.classes(matrix, names, "rows"));
    }

    /** Returns the charts by the name of their file. */
    public Map<String, Chart> charts() {
        return Collections.unmodifiableMap(charts);
    }

    /** Returns the page. */
    public String toHtml() {
        Page page = new Page(title).keyFigures(figures);
        page.note(
                "Network " + spec + " on " + file + (run == null ? "; the file does not say how it was trained" : ""));
        page.heading("What it says and what is right");
        page.charts(charts.values().toArray(Chart[]::new));
        tables.forEach(page::table);
        return page.toHtml();
    }
}
