package dev.atelier.runner.lab;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.page.Table;
import java.util.List;

/** The curves of all activations, and how each one trains the same network. */
final class ActivationsExperiment implements Experiment {
    private static final int TRAINING = 10_000;
    private static final int TEST = 1_000;
    private static final int HIDDEN = 64;
    private static final int EPOCHS = 8;
    private static final int PROBED = 300;
    private static final int POINTS = 81;
    private static final double REACH = 4;

    /** A derivative below this passes hardly anything on. */
    private static final double FLAT = 0.05;

    @Override
    public String name() {
        return "activations";
    }

    @Override
    public String title() {
        return "The curves that make it work";
    }

    @Override
    public String claim() {
        return "A hidden layer needs an activation that is no straight line; each of them trains the network, and all of them beat none.";
    }

    /**
     * How a trained hidden layer answers.
     *
     * @param dead the share of neurons that are flat for every image
     * @param flat the share of answers whose derivative is close to zero
     */
    private record Answers(double dead, double flat) {}

    @Override
    public Finding run(Bench bench) {
        ImageSet training = bench.training(TRAINING);
        ImageSet test = bench.test(TEST);
        Dataset data = bench.dataset(training);
        XyChart curves = new XyChart(
                "Activations", Axis.of("x"), Axis.of("f(x)").from(-2).to(4));
        XyChart slopes = new XyChart("Derivatives", Axis.of("x"), Axis.of("f'(x)"));
        XyChart learning = new XyChart(
                "Accuracy by epoch", Axis.of("epoch").whole(), Axis.percent("test images that get their class"));
        Table table = new Table(
                Format.of("784-%d-10 on %,d images of %s", HIDDEN, training.count(), bench.dataName()),
                "activation",
                "epoch 1",
                "epoch " + EPOCHS,
                "dead neurons",
                "flat answers");
        double none = 0;
        double worst = 1;
        String worstName = "";
        double best = 0;
        for (Activation activation : Activation.values()) {
            ActivationFunction function = activation.function();
            draw(function, curves, slopes);
            bench.progress("training with %s", activation.label());
            NetworkSpec spec = NetworkSpec.classifier(training.features(), List.of(HIDDEN), function, bench.classes());
            Bench.Trained trained =
                    bench.train(spec, Nets.adam(bench.seed(), EPOCHS, 50, 0.004).build(), data, bench.dataset(test));
            double[] epochs = new double[EPOCHS];
            double[] right = new double[EPOCHS];
            for (int i = 0; i < EPOCHS; i++) {
                epochs[i] = i + 1;
                right[i] = trained.accuracy(i);
            }
            learning.line(activation.label(), epochs, right);
            Answers answers = answers(trained.weights().layers().get(0), function, test);
            table.row(
                    activation.label(),
                    Format.percent(right[0]),
                    Format.percent(right[EPOCHS - 1]),
                    Format.percent(answers.dead),
                    Format.percent(answers.flat));
            if (activation == Activation.IDENTITY) {
                none = trained.accuracy();
            } else {
                best = Math.max(best, trained.accuracy());
                if (trained.accuracy() < worst) {
                    worst = trained.accuracy();
                    worstName = activation.label();
                }
            }
        }
        return Finding.notes()
                .table(table)
                .chart(curves)
                .chart(slopes)
                .chart(learning)
                .verdict(
                        worst > none && worst > 0.8,
                        Format.of(
                                "Without an activation %s, with the best %s, with the worst, %s, %s.",
                                Format.percent(none), Format.percent(best), worstName, Format.percent(worst)));
    }

    private static void draw(ActivationFunction function, XyChart curves, XyChart slopes) {
        double[] x = new double[POINTS];
        double[] value = new double[POINTS];
        double[] slope = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = -REACH + i * 2 * REACH / (POINTS - 1);
            value[i] = function.value(x[i]);
            slope[i] = function.derivative(x[i]);
        }
        curves.line(function.label(), x, value);
        slopes.line(function.label(), x, slope);
    }

    private static Answers answers(LayerWeights layer, ActivationFunction function, ImageSet set) {
        boolean[] alive = new boolean[layer.outputs()];
        int flat = 0;
        int count = Math.min(PROBED, set.count());
        for (int i = 0; i < count; i++) {
            double[] z = new double[layer.outputs()];
            for (int j = 0; j < z.length; j++) {
                z[j] = layer.bias()[j];
            }
            for (int p = 0; p < set.features(); p++) {
                double ink = (set.pixels()[i * set.features() + p] & 0xFF) / 255.0;
                for (int j = 0; j < z.length && ink != 0; j++) {
                    z[j] += ink * layer.weights()[p * layer.outputs() + j];
                }
            }
            for (int j = 0; j < z.length; j++) {
                boolean passes = Math.abs(function.derivative(z[j])) >= FLAT;
                alive[j] |= passes;
                flat += passes ? 0 : 1;
            }
        }
        int dead = 0;
        for (boolean neuron : alive) {
            dead += neuron ? 0 : 1;
        }
        return new Answers(dead / (double) alive.length, flat / ((double) count * alive.length));
    }
}
