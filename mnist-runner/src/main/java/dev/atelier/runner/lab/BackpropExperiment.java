package dev.atelier.runner.lab;

import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.page.Table;
import java.util.Random;

/** Backpropagation is the chain rule in which each partial derivative is computed once. */
final class BackpropExperiment implements Experiment {
    private static final int LAYERS = 3;
    private static final int DEEPEST = 10;
    private static final int WIDTH = 2;
    private static final double STEP = 1e-5;
    private static final double TARGET = 0.3;

    @Override
    public String name() {
        return "backprop";
    }

    @Override
    public String title() {
        return "Each partial derivative once";
    }

    @Override
    public String claim() {
        return "Backpropagation gives the derivatives that the chain rule written out by hand gives, and computes each partial derivative"
                + " once; without sharing, their number grows exponentially with the depth.";
    }

    /** A chain of neurons with tanh: {@code a[k] = tanh(w[k] a[k - 1])}, and the cost is the squared error of the last. */
    private static double[] forward(double[] w, double x) {
        double[] a = new double[w.length + 1];
        a[0] = x;
        for (int k = 1; k < a.length; k++) {
            a[k] = Math.tanh(w[k - 1] * a[k - 1]);
        }
        return a;
    }

    private static double cost(double[] w, double x) {
        double error = forward(w, x)[w.length] - TARGET;
        return error * error;
    }

    /** Written out for three layers, each product anew. */
    private static double[] byHand(double[] w, double x) {
        double a1 = Math.tanh(w[0] * x);
        double a2 = Math.tanh(w[1] * a1);
        double a3 = Math.tanh(w[2] * a2);
        return new double[] {
            2 * (a3 - TARGET) * (1 - a3 * a3) * w[2] * (1 - a2 * a2) * w[1] * (1 - a1 * a1) * x,
            2 * (a3 - TARGET) * (1 - a3 * a3) * w[2] * (1 - a2 * a2) * a1,
            2 * (a3 - TARGET) * (1 - a3 * a3) * a2
        };
    }

    /** From the last layer to the first, keeping the product so far. */
    private static double[] backward(double[] w, double x) {
        double[] a = forward(w, x);
        double[] slopes = new double[w.length];
        double signal = 2 * (a[w.length] - TARGET);
        for (int k = w.length; k >= 1; k--) {
            signal *= 1 - a[k] * a[k];
            slopes[k - 1] = signal * a[k - 1];
            signal *= w[k - 1];
        }
        return slopes;
    }

    /** Counts the partial derivatives behind a neuron in layers of {@link #WIDTH} when each path is followed to the end by itself. */
    private static long countUnshared(int layersBehind) {
        if (layersBehind == 0) {
            return 1; // of the cost by the output
        }
        long count = 0;
        for (int next = 0; next < WIDTH; next++) {
            count += 1 + countUnshared(layersBehind - 1);
        }
        return count;
    }

    /** Counts them when a neuron's is kept once it is known: one for each connection, and one for each output. */
    private static long countShared(int layers) {
        boolean[][] known = new boolean[layers + 1][WIDTH];
        return countShared(known, 0, 0, layers);
    }

    private static long countShared(boolean[][] known, int layer, int neuron, int layers) {
        if (known[layer][neuron]) {
            return 0;
        }
        known[layer][neuron] = true;
        if (layer == layers) {
            return 1;
        }
        long count = 0;
        for (int next = 0; next < WIDTH; next++) {
            count += 1 + countShared(known, layer + 1, next, layers);
        }
        return count;
    }

    @Override
    public Finding run(Bench bench) {
        Random random = bench.random();
        double[] w = new double[LAYERS];
        for (int k = 0; k < LAYERS; k++) {
            w[k] = 0.5 + random.nextDouble();
        }
        double x = 0.5 + random.nextDouble();
        double[] hand = byHand(w, x);
        double[] back = backward(w, x);
        Table table = new Table(
                "Three layers, one neuron each", "weight", "by hand", "backpropagation", "finite differences");
        double worst = 0;
        for (int k = 0; k < LAYERS; k++) {
            double[] more = w.clone();
            double[] less = w.clone();
            more[k] += STEP;
            less[k] -= STEP;
            double measured = (cost(more, x) - cost(less, x)) / (2 * STEP);
            double size = Math.abs(hand[k]) + 1e-6;
            worst = Math.max(worst, Math.max(Math.abs(back[k] - hand[k]), Math.abs(measured - hand[k])) / size);
            table.row(
                    "w" + (k + 1), Format.of("%.9f", hand[k]), Format.of("%.9f", back[k]), Format.of("%.9f", measured));
        }
        Table counts =
                new Table("Partial derivatives with two neurons a layer", "layers", "each path anew", "each one once");
        double[] depth = new double[DEEPEST];
        double[] unshared = new double[DEEPEST];
        double[] shared = new double[DEEPEST];
        for (int i = 0; i < DEEPEST; i++) {
            depth[i] = i + 1;
            unshared[i] = countUnshared(i + 1);
            shared[i] = countShared(i + 1);
            counts.row(
                    Integer.toString(i + 1), Format.of("%,d", (long) unshared[i]), Format.of("%,d", (long) shared[i]));
        }
        double growth = unshared[DEEPEST - 1] / unshared[DEEPEST - 2];
        double rise = shared[DEEPEST - 1] - shared[DEEPEST - 2];
        boolean linear = rise == shared[2] - shared[1];
        return Finding.notes()
                .table(table)
                .table(counts)
                .chart(new XyChart(
                                "Partial derivatives to compute",
                                Axis.of("layers of two neurons").whole(),
                                Axis.of("partial derivatives").decades())
                        .line("each path anew", depth, unshared)
                        .line("each one once", depth, shared))
                .verdict(
                        worst < 1e-6 && growth > 1.9 && linear,
                        Format.of(
                                "The three agree to %.0e. A layer more multiplies the work by %.2f without sharing, and adds %.0f derivatives with it.",
                                worst, growth, rise));
    }
}
