package dev.atelier.runner.lab;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.XyChart;
import dev.atelier.runner.page.Table;
import java.util.List;
import java.util.Random;

/** Without an activation, layers collapse into one. */
final class CollapseExperiment implements Experiment {
    private static final int SAMPLES = 1500;
    private static final int HIDDEN = 32;
    private static final int EPOCHS = 60;

    @Override
    public String name() {
        return "collapse";
    }

    @Override
    public String title() {
        return "Two linear layers are one";
    }

    @Override
    public String claim() {
        return "Two layers without an activation between them compute what one layer does, with the product of their matrices, and learn no"
                + " more than it; with ReLU between them they do.";
    }

    /** A ring round a disc: no straight line parts them. */
    private static Dataset rings(Random random) {
        float[] points = new float[2 * SAMPLES];
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            labels[i] = i % 2;
            double radius = labels[i] == 0 ? random.nextDouble() : 1.3 + random.nextDouble();
            double angle = 2 * Math.PI * random.nextDouble();
            points[2 * i] = (float) (radius * Math.cos(angle));
            points[2 * i + 1] = (float) (radius * Math.sin(angle));
        }
        return Dataset.ofFloats(points, 2, labels, 2);
    }

    /** Returns the layer that two layers without an activation are. */
    private static NetworkWeights composed(NetworkWeights two) {
        LayerWeights first = two.layers().get(0);
        LayerWeights second = two.layers().get(1);
        float[] weights = new float[first.inputs() * second.outputs()];
        float[] bias = new float[second.outputs()];
        for (int k = 0; k < second.outputs(); k++) {
            double b = second.bias()[k];
            for (int j = 0; j < first.outputs(); j++) {
                b += (double) first.bias()[j] * second.weights()[j * second.outputs() + k];
            }
            bias[k] = (float) b;
            for (int i = 0; i < first.inputs(); i++) {
                double sum = 0;
                for (int j = 0; j < first.outputs(); j++) {
                    sum += (double) first.weights()[i * first.outputs() + j]
                            * second.weights()[j * second.outputs() + k];
                }
                weights[i * second.outputs() + k] = (float) sum;
            }
        }
        NetworkSpec spec =
                NetworkSpec.classifier(first.inputs(), List.of(), Activation.IDENTITY.function(), second.outputs());
        return new NetworkWeights(spec, List.of(new LayerWeights(first.inputs(), second.outputs(), weights, bias)));
    }

    @Override
    public Finding run(Bench bench) {
        Random random = bench.random();
        Dataset training = rings(random);
        Dataset test = rings(random);
        NetworkSpec one = NetworkSpec.classifier(2, List.of(), Activation.IDENTITY.function(), 2);
        NetworkSpec two = NetworkSpec.classifier(2, List.of(HIDDEN), Activation.IDENTITY.function(), 2);
        NetworkSpec relu = Nets.relu(2, List.of(HIDDEN), 2);
        Bench.Trained linear = train(bench, one, training, test);
        Bench.Trained doubled = train(bench, two, training, test);
        Bench.Trained bent = train(bench, relu, training, test);
        float[] outputs = bench.outputs(doubled.weights(), test);
        float[] alone = bench.outputs(composed(doubled.weights()), test);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < outputs.length; i++) {
            difference = Math.max(difference, Math.abs(outputs[i] - alone[i]));
            size = Math.max(size, Math.abs(outputs[i]));
        }
        Table table = new Table("A disc in a ring, " + SAMPLES + " points to test with", "network", "right");
        table.row("one linear layer", Format.percent(linear.accuracy()));
        table.row("two linear layers", Format.percent(doubled.accuracy()));
        table.row("two layers with ReLU", Format.percent(bent.accuracy()));
        double[] epochs = new double[EPOCHS];
        double[][] right = new double[3][EPOCHS];
        for (int i = 0; i < EPOCHS; i++) {
            epochs[i] = i + 1;
            right[0][i] = linear.accuracy(i);
            right[1][i] = doubled.accuracy(i);
            right[2][i] = bent.accuracy(i);
        }
        boolean same = difference <= 1e-5 * (1 + size);
        boolean noBetter = Math.max(linear.accuracy(), doubled.accuracy()) < 0.75;
        return Finding.notes()
                .table(table)
                .chart(new XyChart(
                                "A disc in a ring",
                                Axis.of("epoch").whole(),
                                Axis.percent("points that get their class")
                                        .from(0)
                                        .to(1))
                        .line("one linear layer", epochs, right[0])
                        .line("two linear layers", epochs, right[1])
                        .line("two layers with ReLU", epochs, right[2]))
                .verdict(
                        same && noBetter && bent.accuracy() > 0.95,
                        Format.of(
                                "The outputs of two linear layers and of their product differ by %.0e at most. They get %s right, one layer %s, ReLU %s.",
                                difference,
                                Format.percent(doubled.accuracy()),
                                Format.percent(linear.accuracy()),
                                Format.percent(bent.accuracy())));
    }

    private static Bench.Trained train(Bench bench, NetworkSpec spec, Dataset training, Dataset test) {
        return bench.train(spec, Nets.adam(bench.seed(), EPOCHS, 50, 0.01).build(), training, test);
    }
}
