package dev.atelier.bench.scaling;

import dev.atelier.bench.Sample;
import dev.atelier.runner.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, as tables. */
final class ScalingTables {
    /** What the figures mean. */
    static final String METHOD =
            "Training steps of 784-N-10, fp32, plain SGD; median [smallest - largest] of the rounds."
                    + " Where the time grows in proportion, the time for each sample and hidden unit stays what it is: the last"
                    + " column compares it with the smallest of the table.";

    private ScalingTables() {}

    /** Returns all tables. */
    static List<Table> of(ScalingReport report) {
        List<Table> tables = new ArrayList<>();
        report.byBatch().forEach(series -> tables.add(bySize("Batch size", "batch", series)));
        report.byHidden().forEach(series -> tables.add(bySize("Hidden units", "hidden units", series)));
        ThreadScaling threads = report.byThreads();
        if (threads != null) {
            tables.add(byThreads(threads));
        }
        return tables;
    }

    private static Table bySize(String title, String column, Series series) {
        boolean byBatch = column.equals("batch");
        Table table = new Table(
                title + ": " + series.label(),
                column,
                "microseconds",
                "samples/s",
                "ns a sample and unit",
                "of the smallest");
        for (Series.Point point : series.points()) {
            table.row(
                    Integer.toString(byBatch ? point.batch() : point.hidden()),
                    point.seconds().map(s -> s * 1e6).format(0),
                    point.seconds().map(s -> point.batch() / s).format(0),
                    number("%.4f", point.secondsPerSampleAndUnit() * 1e9),
                    number("%.2f", series.overSmallest(point)));
        }
        return table;
    }

    private static Table byThreads(ThreadScaling scaling) {
        Table table = new Table(
                "Threads of the cpu backend, batch " + ScalingSettings.BATCH + ", " + ScalingSettings.HIDDEN
                        + " hidden units",
                "threads",
                "microseconds",
                "speed-up",
                "peak, GFLOP/s",
                "speed-up of the peak");
        for (ThreadScaling.Point point : scaling.points()) {
            Sample peakSpeedUp = scaling.peakSpeedUp(point);
            table.row(
                    Integer.toString(point.threads()),
                    point.seconds().map(s -> s * 1e6).format(0),
                    scaling.speedUp(point).format(2),
                    point.peak().map(peak -> peak * 1e-9).format(1),
                    Double.isNaN(peakSpeedUp.median()) ? "-" : peakSpeedUp.format(2));
        }
        return table;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
