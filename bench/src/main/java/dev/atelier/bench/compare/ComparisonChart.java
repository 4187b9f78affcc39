package dev.atelier.bench.compare;

import dev.atelier.bench.ChartStyle;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The comparison as a picture: training speed by batch size, and speed of the matrix products. */
final class ComparisonChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 420;

    private ComparisonChart() {}

    /** Draws both charts, one above the other. */
    static BufferedImage draw(List<DeviceReport> reports, int batchOfProducts) {
        BufferedImage picture = new BufferedImage(WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.drawImage(BitmapEncoder.getBufferedImage(training(reports)), 0, 0, null);
        graphics.drawImage(BitmapEncoder.getBufferedImage(products(reports, batchOfProducts)), 0, HEIGHT, null);
        graphics.dispose();
        return picture;
    }

    private static XYChart training(List<DeviceReport> reports) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Training speed by batch size")
                .xAxisTitle("batch size (samples)")
                .yAxisTitle("samples per second")
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(0.0);
        for (DeviceReport report : reports) {
            List<Integer> batches = new ArrayList<>(report.stepSeconds().keySet());
            List<Double> speeds = batches.stream()
                    .map(batch -> report.samplesPerSecond(batch).median())
                    .toList();
            chart.addSeries(report.device().id(), batches, speeds);
        }
        return chart;
    }

    private static CategoryChart products(List<DeviceReport> reports, int batch) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Matrix products of a training step at batch " + batch)
                .xAxisTitle("product")
                .yAxisTitle("GFLOP/s")
                .build();
        ChartStyle.apply(chart.getStyler());
        for (DeviceReport report : reports) {
            List<DeviceReport.ProductTime> shown = report.products().stream()
                    .filter(product -> product.batch() == batch)
                    .toList();
            chart.addSeries(
                    report.device().id(),
                    shown.stream()
                            .map(product -> product.product()
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', ' '))
                            .toList(),
                    shown.stream().map(product -> product.speed().median()).toList());
        }
        return chart;
    }
}
