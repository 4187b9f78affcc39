package dev.atelier.bench.scaling;

import dev.atelier.bench.Sample;
import dev.atelier.bench.report.Charts;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** What was measured, as pictures. */
final class ScalingChart {
    private ScalingChart() {}

    /** Draws all charts, one above the other. */
    static BufferedImage draw(ScalingReport report) {
        List<XYChart> charts = new ArrayList<>(List.of(byBatch(report), byHidden(report)));
        ThreadScaling threads = report.byThreads();
        if (threads != null) {
            charts.add(byThreads(threads));
        }
        return Charts.draw(charts);
    }

    static XYChart byBatch(ScalingReport report) {
        return bySize(
                "Time for each sample by batch size, " + ScalingSettings.HIDDEN + " hidden units",
                "batch size (samples)",
                report.byBatch(),
                Series.Point::batch);
    }

    static XYChart byHidden(ScalingReport report) {
        return bySize(
                "Time for each hidden unit by their number, batch " + ScalingSettings.BATCH,
                "hidden units",
                report.byHidden(),
                Series.Point::hidden);
    }

    private static XYChart bySize(String title, String axis, List<Series> all, ToIntFunction<Series.Point> size) {
        XYChart chart = new XYChartBuilder()
                .title(title)
                .xAxisTitle(axis)
                .yAxisTitle("times the smallest")
                .build();
        Charts.style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        for (Series series : all) {
            Charts.addDoublings(
                    chart,
                    series.label(),
                    series.points().stream().map(size::applyAsInt).toList(),
                    series.points().stream().map(series::overSmallest).toList());
        }
        return chart;
    }

    static XYChart byThreads(ThreadScaling scaling) {
        XYChart chart = new XYChartBuilder()
                .title("Speed-up by threads, batch " + ScalingSettings.BATCH + ", " + ScalingSettings.HIDDEN
                        + " hidden units")
                .xAxisTitle("threads")
                .yAxisTitle("times as fast")
                .build();
        Charts.style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler()
                .setXAxisTickLabelsFormattingFunction(x -> x == Math.rint(x) ? Long.toString(Math.round(x)) : "");
        List<Integer> threads =
                scaling.points().stream().map(ThreadScaling.Point::threads).toList();
        addSpeedUps(chart, "training step", threads, scaling, scaling::speedUp);
        addSpeedUps(chart, "peak of the machine", threads, scaling, scaling::peakSpeedUp);
        return chart;
    }

    private static void addSpeedUps(
            XYChart chart,
            String name,
            List<Integer> threads,
            ThreadScaling scaling,
            Function<ThreadScaling.Point, Sample> speedUp) {
        chart.addSeries(
                name,
                threads,
                scaling.points().stream()
                        .map(point -> speedUp.apply(point).median())
                        .toList());
    }
}
