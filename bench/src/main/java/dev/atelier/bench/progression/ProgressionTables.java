package dev.atelier.bench.progression;

import dev.atelier.bench.Environment;
import dev.atelier.bench.OtherLoad;
import dev.atelier.bench.Sample;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.BarChart;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.page.Page;
import dev.atelier.runner.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, for people: text, a chart and a page. */
final class ProgressionTables {
    private final List<DeviceResult> devices;
    private final Environment environment;
    private final String method;

    ProgressionTables(List<DeviceResult> devices, Environment environment, ProgressionSettings settings) {
        this.devices = List.copyOf(devices);
        this.environment = environment;
        this.method =
                "One product of fp32 matrices in steps, each verified against double precision before it is timed. GFLOP/s:"
                        + " median [smallest - largest] of " + settings.rounds()
                        + " rounds in turn; times: speed over that of the step it changes, and of the naive one, paired by round.";
    }

    /** Returns the text. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, environment.oneLine());
        line(text, method);
        for (DeviceResult device : devices) {
            line(text, "");
            line(text, device.device() + ": " + device.description());
            line(text, peak(device));
            line(text, "");
            text.append(steps(device.shapes().get(0)).toText());
            for (ShapeResult shape : device.shapes()) {
                line(text, "");
                text.append(speeds(device, shape).toText());
            }
            String warning = OtherLoad.warning(device.otherLoad());
            if (!warning.isEmpty()) {
                line(text, "");
                line(text, warning);
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(Lines.wrap(line, 0)).append(System.lineSeparator());
    }

    private static String peak(DeviceResult device) {
        return Double.isNaN(device.peak().median())
                ? "peak of fused multiply-adds: unknown to this backend"
                : "peak of fused multiply-adds, measured by " + device.peakFrom() + ": "
                        + device.peak().format(1) + " GFLOP/s";
    }

    private static Table steps(ShapeResult result) {
        Table table = new Table("Steps", "step", "changes", "what it changes");
        result.steps().forEach(step -> table.row(step.name(), step.after(), step.change()));
        return table;
    }

    private static Table speeds(DeviceResult device, ShapeResult result) {
        Table table = new Table(
                "[" + result.shape().m() + "][" + result.shape().k() + "] x ["
                        + result.shape().k() + "][" + result.shape().n() + "] on " + device.device(),
                "step",
                "GFLOP/s",
                "times",
                "times naive",
                "of peak");
        for (StepResult step : result.steps()) {
            boolean first = step.after().isEmpty();
            Sample speed = step.speed(result.shape());
            table.row(
                    step.name(),
                    speed.format(1),
                    first ? "" : step.speedUp(result.before(step)).format(2),
                    step.speedUp(result.naive()).format(1),
                    share(speed.median() / device.peak().median()));
        }
        return table;
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Returns a chart for each product. */
    List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        for (int i = 0; i < devices.get(0).shapes().size(); i++) {
            ShapeResult first = devices.get(0).shapes().get(i);
            BarChart chart = new BarChart(
                    "[" + first.shape().m() + "][" + first.shape().k() + "] x ["
                            + first.shape().k() + "][" + first.shape().n() + "], step by step",
                    "step",
                    first.steps().stream().map(StepResult::name).toList(),
                    Axis.of("GFLOP/s"));
            for (DeviceResult device : devices) {
                ShapeResult result = device.shapes().get(i);
                chart.series(
                        device.device(),
                        first.steps().stream()
                                .mapToDouble(step -> speed(result, step.name()))
                                .toArray());
            }
            charts.add(chart);
        }
        return charts;
    }

    /** Returns the GFLOP/s of a step, or NaN for one that the device does not do. */
    private static double speed(ShapeResult result, String name) {
        return result.steps().stream()
                .filter(step -> step.name().equals(name))
                .mapToDouble(step -> step.speed(result.shape()).median())
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Returns the page: a chart for each product, then the tables. */
    Page page() {
        Page page = new Page("A matrix product, step by step")
                .note(environment.oneLine())
                .note(method)
                .charts(charts().toArray(Chart[]::new));
        for (DeviceResult device : devices) {
            page.heading(device.device())
                    .note(device.description())
                    .note(peak(device))
                    .note(OtherLoad.warning(device.otherLoad()));
            page.table(steps(device.shapes().get(0)));
            device.shapes().forEach(shape -> page.table(speeds(device, shape)));
        }
        return page;
    }
}
