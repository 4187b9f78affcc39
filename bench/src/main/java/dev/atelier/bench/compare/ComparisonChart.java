package dev.atelier.bench.compare;

import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.BarChart;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.chart.XyChart;
import java.util.List;

/** The comparison in charts: training speed by batch size, and speed of the matrix products. */
final class ComparisonChart {
    /** The batch size whose products are shown, if it was measured. */
    private static final int USUAL_BATCH = 128;

    private ComparisonChart() {}

    /** Returns both charts. */
    static List<Chart> of(List<DeviceReport> reports, CompareSettings settings) {
        return List.of(training(reports), products(reports, settings));
    }

    /** Returns training speed by batch size. */
    static Chart training(List<DeviceReport> reports) {
        XyChart chart = new XyChart(
                "Training speed by batch size",
                Axis.of("batch size (samples)").doublings(),
                Axis.of("samples per second").from(0));
        for (DeviceReport report : reports) {
            List<DeviceReport.StepTime> steps = List.copyOf(report.steps().values());
            chart.line(
                    report.device().id(),
                    steps.stream().mapToDouble(DeviceReport.StepTime::batch).toArray(),
                    steps.stream()
                            .mapToDouble(step -> step.samplesPerSecond().median())
                            .toArray());
        }
        return chart;
    }

    /** Returns the speed of the matrix products at one batch size. */
    static Chart products(List<DeviceReport> reports, CompareSettings settings) {
        int batch = settings.batchSizes().contains(USUAL_BATCH)
                ? USUAL_BATCH
                : settings.batchSizes().get(0);
        BarChart chart = new BarChart(
                "Matrix products of a training step at batch " + batch,
                "product",
                products(reports.get(0), batch).stream()
                        .map(product -> product.product().label())
                        .toList(),
                Axis.of("GFLOP/s"));
        for (DeviceReport report : reports) {
            chart.series(
                    report.device().id(),
                    products(report, batch).stream()
                            .mapToDouble(product -> product.speed().median())
                            .toArray());
        }
        return chart;
    }

    private static List<DeviceReport.ProductTime> products(DeviceReport report, int batch) {
        return report.products().stream()
                .filter(product -> product.batch() == batch)
                .toList();
    }
}
