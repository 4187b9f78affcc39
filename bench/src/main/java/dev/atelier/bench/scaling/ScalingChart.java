package dev.atelier.bench.scaling;

import dev.atelier.bench.ChartStyle;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToIntFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The measurements as a picture: on logarithmic axes, linear growth is a straight line of slope one. */
final class ScalingChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 420;
    private static final double MILLI = 1e3;

    private ScalingChart() {}

    /** Draws both charts, one above the other. */
    static BufferedImage draw(ScalingReport report) {
        BufferedImage picture = new BufferedImage(WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        XYChart batches = chart(
                report,
                "Training step by batch size, " + report.hidden() + " hidden units",
                "batch size (samples)",
                report.batches(),
                ScalingReport.Point::batch);
        XYChart widths = chart(
                report,
                "Training step by hidden units, batch size " + report.batch(),
                "hidden units",
                report.widths(),
                ScalingReport.Point::hidden);
        graphics.drawImage(BitmapEncoder.getBufferedImage(batches), 0, 0, null);
        graphics.drawImage(BitmapEncoder.getBufferedImage(widths), 0, HEIGHT, null);
        graphics.dispose();
        return picture;
    }

    private static XYChart chart(
            ScalingReport report,
            String title,
            String axis,
            List<ScalingReport.Point> points,
            ToIntFunction<ScalingReport.Point> size) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(axis)
                .yAxisTitle("milliseconds")
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setDecimalPattern("#,###.##");
        List<Integer> sizes = points.stream().map(size::applyAsInt).toList();
        for (int i = 0; i < report.threads().size(); i++) {
            int index = i;
            List<Double> times = points.stream()
                    .map(point -> point.seconds().get(index).median() * MILLI)
                    .toList();
            chart.addSeries(ScalingText.threads(report.threads().get(i)), sizes, times);
        }
        return chart;
    }
}
