package dev.atelier.bench.compare;

import dev.atelier.bench.report.Charts;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The comparison as a picture: training speed by batch size, and speed of the matrix products. */
final class ComparisonChart {
    /** The batch size whose products are shown, if it was measured. */
    private static final int USUAL_BATCH = 128;

    private ComparisonChart() {}

    /** Draws both charts, one above the other. */
    static BufferedImage draw(List<DeviceReport> reports, CompareSettings settings) {
        return Charts.draw(List.of(training(reports), products(reports, settings)));
    }

    /** Returns training speed by batch size. */
    static XYChart training(List<DeviceReport> reports) {
        XYChart chart = new XYChartBuilder()
                .title("Training speed by batch size")
                .xAxisTitle("batch size (samples)")
                .yAxisTitle("samples per second")
                .build();
        Charts.style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        for (DeviceReport report : reports) {
            List<DeviceReport.StepTime> steps = List.copyOf(report.steps().values());
            Charts.addDoublings(
                    chart,
                    report.device().id(),
                    steps.stream().map(DeviceReport.StepTime::batch).toList(),
                    steps.stream().map(step -> step.samplesPerSecond().median()).toList());
        }
        return chart;
    }

    /** Returns the speed of the matrix products at one batch size. */
    static CategoryChart products(List<DeviceReport> reports, CompareSettings settings) {
        int batch = settings.batchSizes().contains(USUAL_BATCH)
                ? USUAL_BATCH
                : settings.batchSizes().get(0);
        CategoryChart chart = new CategoryChartBuilder()
                .title("Matrix products of a training step at batch " + batch)
                .xAxisTitle("product")
                .yAxisTitle("GFLOP/s")
                .build();
        Charts.style(chart.getStyler());
        for (DeviceReport report : reports) {
            List<DeviceReport.ProductTime> shown = report.products().stream()
                    .filter(product -> product.batch() == batch)
                    .toList();
            chart.addSeries(
                    report.device().id(),
                    shown.stream().map(product -> product.product().label()).toList(),
                    shown.stream().map(product -> product.speed().median()).toList());
        }
        return chart;
    }
}
