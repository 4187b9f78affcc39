package dev.atelier.runner.lab;

import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.page.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Gradient descent, what is not gradient descent, and when to stop. */
final class DescentExperiment implements Experiment {
    private static final double RATE = 0.08;
    private static final int STEPS = 60;
    private static final double STEEP = 10;
    private static final double FLOOR = 1;
    private static final int SAMPLES = 30;
    private static final int DEGREE = 5;
    private static final double EASY_RATE = 0.1;
    private static final double LEAST_CHANGE = 0.0005;
    private static final double LEAST_SLOPE = 0.002;
    private static final double LEAST_FALL = 0.0001;
    private static final int PATIENCE = 100;
    private static final int LONGEST = 40_000;

    @Override
    public String name() {
        return "descent";
    }

    @Override
    public String title() {
        return "Downhill, and when to stop";
    }

    @Override
    public String claim() {
        return "w - eta grad Q(w) leads to the minimum; w + eta grad Q(w), w - eta Q(w) and w - eta w do not. Too small a rate takes for"
                + " ever, too large a one diverges. A run may be stopped when the gradient is small, when the weights hardly change, or when"
                + " the error on held-out data no longer falls.";
    }

    /** A valley: {@code Q(w) = ((w1 - 1)^2 + 10 (w2 - 1)^2) / 2 + 1}, with its minimum at (1, 1). */
    private static double cost(double... w) {
        return 0.5 * ((w[0] - 1) * (w[0] - 1) + STEEP * (w[1] - 1) * (w[1] - 1)) + FLOOR;
    }

    private static double[] gradient(double... w) {
        return new double[] {w[0] - 1, STEEP * (w[1] - 1)};
    }

    private static double[] add(double[] w, double factor, double... step) {
        return new double[] {w[0] + factor * step[0], w[1] + factor * step[1]};
    }

    /** Returns the cost after each step, at most {@code 1e6}, from a start that chance chooses. */
    private static double[] costs(double[] start, UnaryOperator<double[]> formula) {
        double[] costs = new double[STEPS + 1];
        double[] w = start;
        for (int i = 0; i <= STEPS; i++) {
            double q = cost(w);
            costs[i] = q < 1e6 ? q : 1e6;
            w = formula.apply(w);
        }
        return costs;
    }

    @Override
    public Finding run(Bench bench) {
        Random random = bench.random();
        double[] start = {3 + random.nextDouble(), 2 + random.nextDouble()};
        Map<String, UnaryOperator<double[]>> formulas = new LinkedHashMap<>();
        formulas.put("w - eta grad Q", w -> add(w, -RATE, gradient(w)));
        formulas.put("w + eta grad Q", w -> add(w, RATE, gradient(w)));
        formulas.put("w - eta Q", w -> add(w, -RATE, cost(w), cost(w)));
        formulas.put("w - eta w", w -> add(w, -RATE, w));
        formulas.put("eta 0.001", w -> add(w, -0.001, gradient(w)));
        formulas.put("eta 0.21", w -> add(w, -0.21, gradient(w)));
        Table table = new Table(
                Format.of("Above the minimum after %d steps", STEPS), "formula", "at the start", "at the end");
        double[] steps = new double[STEPS + 1];
        for (int i = 0; i <= STEPS; i++) {
            steps[i] = i;
        }
        XyChart chart = new XyChart(
                "How far above the minimum",
                Axis.of("step").whole(),
                Axis.of("Q(w) - Q(minimum)").decades());
        boolean onlyTheFirst = true;
        for (Map.Entry<String, UnaryOperator<double[]>> formula : formulas.entrySet()) {
            double[] above = costs(start, formula.getValue());
            for (int i = 0; i <= STEPS; i++) {
                above[i] = Math.max(above[i] - FLOOR, 1e-12);
            }
            boolean reached = above[STEPS] < 0.02;
            onlyTheFirst &= reached == formula.getKey().equals("w - eta grad Q");
            table.row(formula.getKey(), Format.of("%.3g", above[0]), Format.of("%.3g", above[STEPS]));
            chart.line(formula.getKey(), steps, above);
        }
        Stops stops = stops(random);
        Table rules = new Table(
                "A polynomial of degree 5 through 30 noisy points", "rule", "stops at step", "held-out error there");
        rules.row(
                Format.of("no fall for %d steps", PATIENCE),
                Format.of("%,d", stops.patience),
                Format.of("%.4f", stops.errorAt(stops.patience)));
        rules.row(
                Format.of("weights change by less than %s", LEAST_CHANGE),
                Format.of("%,d", stops.change),
                Format.of("%.4f", stops.errorAt(stops.change)));
        rules.row(
                Format.of("gradient below %s", LEAST_SLOPE),
                Format.of("%,d", stops.slope),
                Format.of("%.4f", stops.errorAt(stops.slope)));
        boolean allStop = stops.patience < LONGEST && stops.change < LONGEST && stops.slope < LONGEST;
        return Finding.notes()
                .table(table)
                .table(rules)
                .chart(chart)
                .verdict(
                        onlyTheFirst && allStop,
                        Format.of(
                                "Of six, only w - eta grad Q with eta = %s arrives. The three rules stop one run after %,d, %,d and %,d steps.",
                                RATE, stops.patience, stops.change, stops.slope));
    }

    /** Where each rule stops the same run, and the held-out error after each step. */
    private static final class Stops {
        private final double[] heldOut = new double[LONGEST + 1];
        private int patience = LONGEST;
        private int change = LONGEST;
        private int slope = LONGEST;

        double errorAt(int step) {
            return heldOut[step];
        }
    }

    private static double[] powers(double x) {
        double[] powers = new double[DEGREE + 1];
        powers[0] = 1;
        for (int d = 1; d <= DEGREE; d++) {
            powers[d] = powers[d - 1] * x;
        }
        return powers;
    }

    private static double error(double[][] inputs, double[] targets, double[] w) {
        double sum = 0;
        for (int i = 0; i < targets.length; i++) {
            double difference = dot(inputs[i], w) - targets[i];
            sum += difference * difference;
        }
        return sum / targets.length;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static Stops stops(Random random) {
        double[][] inputs = new double[2 * SAMPLES][];
        double[] targets = new double[2 * SAMPLES];
        for (int i = 0; i < targets.length; i++) {
            double x = 2 * random.nextDouble() - 1;
            inputs[i] = powers(x);
            targets[i] = Math.sin(3 * x) + 0.3 * random.nextGaussian();
        }
        double[][] training = Arrays.copyOf(inputs, SAMPLES);
        double[] wished = Arrays.copyOf(targets, SAMPLES);
        double[][] heldOut = Arrays.copyOfRange(inputs, SAMPLES, inputs.length);
        double[] others = Arrays.copyOfRange(targets, SAMPLES, targets.length);
        double[] w = new double[DEGREE + 1];
        Stops stops = new Stops();
        double best = Double.POSITIVE_INFINITY;
        int bestStep = 0;
        for (int step = 0; step <= LONGEST; step++) {
            stops.heldOut[step] = error(heldOut, others, w);
            if (stops.heldOut[step] < best - LEAST_FALL) {
                best = stops.heldOut[step];
                bestStep = step;
            } else if (step - bestStep >= PATIENCE && stops.patience == LONGEST) {
                stops.patience = step;
            }
            double[] slope = new double[w.length];
            for (int i = 0; i < SAMPLES; i++) {
                double difference = dot(training[i], w) - wished[i];
                for (int d = 0; d < w.length; d++) {
                    slope[d] += 2 * difference * training[i][d] / SAMPLES;
                }
            }
            double norm = Math.sqrt(dot(slope, slope));
            if (EASY_RATE * norm < LEAST_CHANGE && stops.change == LONGEST) {
                stops.change = step;
            }
            if (norm < LEAST_SLOPE && stops.slope == LONGEST) {
                stops.slope = step;
            }
            for (int d = 0; d < w.length; d++) {
                w[d] -= EASY_RATE * slope[d];
            }
        }
        return stops;
    }
}
