package dev.atelier.bench.scaling;

import dev.atelier.bench.Sample;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.chart.XyChart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What was measured, in charts. */
final class ScalingChart {
    private ScalingChart() {}

    /** Returns all charts: by batch size, by hidden units and, where it was measured, by threads. */
    static List<Chart> of(ScalingReport report) {
        List<Chart> charts = new ArrayList<>(List.of(byBatch(report), byHidden(report)));
        ThreadScaling threads = report.byThreads();
        if (threads != null) {
            charts.add(byThreads(threads));
        }
        return charts;
    }

    private static Chart byBatch(ScalingReport report) {
        return bySize(
                "Time for each sample by batch size, " + ScalingSettings.HIDDEN + " hidden units",
                "batch size (samples)",
                report.byBatch(),
                Series.Point::batch);
    }

    private static Chart byHidden(ScalingReport report) {
        return bySize(
                "Time for each hidden unit by their number, batch " + ScalingSettings.BATCH,
                "hidden units",
                report.byHidden(),
                Series.Point::hidden);
    }

    private static Chart bySize(String title, String axis, List<Series> all, ToIntFunction<Series.Point> size) {
        XyChart chart = new XyChart(
                title, Axis.of(axis).doublings(), Axis.of("times the smallest").from(0));
        for (Series series : all) {
            chart.line(
                    series.label(),
                    series.points().stream().mapToDouble(size::applyAsInt).toArray(),
                    series.points().stream().mapToDouble(series::overSmallest).toArray());
        }
        return chart;
    }

    private static Chart byThreads(ThreadScaling scaling) {
        XyChart chart = new XyChart(
                "Speed-up by threads, batch " + ScalingSettings.BATCH + ", " + ScalingSettings.HIDDEN + " hidden units",
                Axis.of("threads").whole(),
                Axis.of("times as fast").from(0));
        addSpeedUps(chart, "training step", scaling, scaling::speedUp);
        addSpeedUps(chart, "peak of the machine", scaling, scaling::peakSpeedUp);
        return chart;
    }

    private static void addSpeedUps(
            XyChart chart, String name, ThreadScaling scaling, Function<ThreadScaling.Point, Sample> speedUp) {
        chart.line(
                name,
                scaling.points().stream()
                        .mapToDouble(ThreadScaling.Point::threads)
                        .toArray(),
                scaling.points().stream()
                        .mapToDouble(point -> speedUp.apply(point).median())
                        .toArray());
    }
}
