package dev.atelier.bench.compare;

import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Sample;
import dev.atelier.runner.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured on one device, as tables. */
final class ComparisonTables {
    private static final String NOTHING = "-";

    private final DeviceReport report;

    private ComparisonTables(DeviceReport report) {
        this.report = report;
    }

    /** Returns the tables. */
    static List<Table> of(DeviceReport report) {
        ComparisonTables tables = new ComparisonTables(report);
        return List.of(tables.limits(), tables.products(), tables.steps(), tables.training());
    }

    private Table limits() {
        String from = report.limitsFrom() == null ? "measured" : "measured by " + report.limitsFrom();
        return new Table("Limits of the device", "limit", "value", "")
                .row("fused multiply-adds, GFLOP/s", known(report.peak()), from)
                .row("copy from memory to memory, GB/s", known(report.bandwidth()), from);
    }

    private Table products() {
        Table table = new Table("Matrix products", "product", "batch", "m x n x k", "GFLOP/s", "of peak", "roofline");
        for (DeviceReport.ProductTime time : report.products()) {
            ProductShape shape = time.product().at(time.batch());
            table.row(
                    time.product().label(),
                    Integer.toString(time.batch()),
                    shape.m() + "x" + shape.n() + "x" + shape.k(),
                    time.speed().format(1),
                    share(time.speed()),
                    number(roofline(time), "%.0f"));
        }
        return table;
    }

    /** Returns the GFLOP/s that the product could reach if each operand went through memory once. */
    private double roofline(DeviceReport.ProductTime time) {
        ProductShape shape = time.product().at(time.batch());
        double intensity = shape.operations() / shape.bytes();
        return Math.min(report.peak().median(), intensity * report.bandwidth().median());
    }

    private Table steps() {
        Table table = new Table("Training steps", "batch", "microseconds", "samples/s", "of dense peak");
        report.steps()
                .values()
                .forEach(step -> table.row(
                        Integer.toString(step.batch()),
                        step.seconds().map(s -> s * 1e6).format(0),
                        step.samplesPerSecond().format(0),
                        share(step.denseSpeed())));
        return table;
    }

    private Table training() {
        Table table = new Table("Training", "what", "seconds", "result");
        DeviceReport.EpochTime epoch = report.epoch();
        if (epoch != null) {
            table.row(
                    "an epoch, batch " + epoch.batch(),
                    epoch.seconds().format(3),
                    epoch.samplesPerSecond().format(0) + " samples/s");
            Sample timesDense = epoch.timesDense();
            if (timesDense != null) {
                table.row("times a dense epoch of cpu", timesDense.format(2), "");
            }
        }
        DeviceReport.TimeToTarget time = report.timeToTarget();
        if (time != null) {
            table.row(
                    time.reached() ? "to the target accuracy" : "target accuracy not reached",
                    time.seconds().format(2),
                    String.format(Locale.ROOT, "%.2f %% after %d epochs", 100 * time.accuracy(), time.epochs()));
        }
        return table;
    }

    private static String known(Sample sample) {
        return Double.isNaN(sample.median()) ? "unknown to this backend" : sample.format(1);
    }

    private String share(Sample speed) {
        return number(100 * speed.median() / report.peak().median(), "%.0f %%");
    }

    private static String number(double value, String format) {
        return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, format, value);
    }

    /** Returns all devices' training steps beside each other. */
    static Table sideBySide(List<DeviceReport> reports) {
        List<String> columns = new ArrayList<>(List.of("samples/s at batch"));
        reports.forEach(report -> columns.add(report.device().id()));
        Table table = new Table("Training speed of the devices", columns.toArray(String[]::new));
        for (int batch : reports.get(0).steps().keySet()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(batch)));
            reports.forEach(report -> row.add(report.samplesPerSecond(batch).format(0)));
            table.row(row.toArray(String[]::new));
        }
        return table;
    }
}
