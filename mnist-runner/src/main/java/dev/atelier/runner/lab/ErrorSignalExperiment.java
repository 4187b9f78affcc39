package dev.atelier.runner.lab;

import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.page.Table;

/** The gradient of a squared error is large where the error is. */
final class ErrorSignalExperiment implements Experiment {
    private static final double OUTPUT = 10;
    private static final double[] TARGETS = {9.99, 1};
    private static final double INPUT = 2;
    private static final double STEP = 1e-6;
    private static final int POINTS = 41;

    @Override
    public String name() {
        return "error-signal";
    }

    @Override
    public String title() {
        return "How loudly an error calls";
    }

    @Override
    public String claim() {
        return "The derivative of (a - y)^2 by a weight is 2 (a - y) da/dw: with a = 10, a target of 9.99 hardly moves the weight, a target"
                + " of 1 moves it 900 times as much.";
    }

    private static double cost(double weight, double target) {
        double a = weight * INPUT;
        return (a - target) * (a - target);
    }

    @Override
    public Finding run(Bench bench) {
        double weight = OUTPUT / INPUT;
        Table table = new Table(
                "One weight, a = w x with x = 2", "target y", "2 (a - y)", "times da/dw", "by finite differences");
        double worst = 0;
        double[] slopes = new double[TARGETS.length];
        for (int i = 0; i < TARGETS.length; i++) {
            double target = TARGETS[i];
            double signal = 2 * (OUTPUT - target);
            slopes[i] = signal * INPUT;
            double measured = (cost(weight + STEP, target) - cost(weight - STEP, target)) / (2 * STEP);
            worst = Math.max(worst, Math.abs(measured - slopes[i]) / Math.abs(slopes[i]));
            table.row(
                    Format.of("%s", target),
                    Format.of("%.2f", signal),
                    Format.of("%.4f", slopes[i]),
                    Format.of("%.4f", measured));
        }
        double[] y = new double[POINTS];
        double[] slope = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            y[i] = i / 2.0;
            slope[i] = 2 * (OUTPUT - y[i]) * INPUT;
        }
        double ratio = slopes[1] / slopes[0];
        return Finding.notes()
                .table(table)
                .chart(new XyChart(
                                "The error signal at a = 10", Axis.of("target y"), Axis.of("derivative by the weight"))
                        .line("2 (a - y) da/dw", y, slope))
                .verdict(
                        worst < 1e-4 && Math.abs(ratio - 900) < 1e-6 * 900,
                        Format.of(
                                "%.2f against %.2f: %.0f times; finite differences agree to %.0e.",
                                slopes[0], slopes[1], ratio, worst));
    }
}
