package dev.atelier.runner.command;

import dev.atelier.engine.network.Loss;
import dev.atelier.runner.model.Softmax;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/**
 * A network's verdict on one sample, as a table with bars and as JSON: probabilities where it was trained with cross-entropy,
 * else its outputs as they are.
 */
final class ClassTable {
    /** Of a network with more classes, only the likeliest are shown. */
    private static final int MOST_ROWS = 10;

    private static final int BAR = 40;

    private final List<String> classes;
    private final double[] values;
    private final boolean probabilities;

    /**
     * Makes a verdict.
     *
     * @param classes what the classes are called
     * @param outputs the network's, one a class
     */
    ClassTable(List<String> classes, Loss loss, float[] outputs) {
        this.classes = List.copyOf(classes);
        this.probabilities = loss == Loss.CROSS_ENTROPY;
        this.values = probabilities
                ? Softmax.of(outputs)
                : IntStream.range(0, outputs.length)
                        .mapToDouble(i -> outputs[i])
                        .toArray();
    }

    /** Returns the number of the likeliest class, the first of equals. */
    int likeliest() {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Returns what the likeliest class is called. */
    String likeliestName() {
        return classes.get(likeliest());
    }

    /** Returns the likeliest class's probability, or its output as it is. */
    double likeliestValue() {
        return values[likeliest()];
    }

    /** Returns the likeliest class and how likely it is. */
    String summary() {
        return likeliestName() + " (" + value(likeliest()).strip() + ")";
    }

    private String value(int number) {
        return probabilities
                ? String.format(Locale.ROOT, "%6.2f %%", 100 * values[number])
                : String.format(Locale.ROOT, "%8.4f", values[number]);
    }

    void print(PrintStream text) {
        List<Integer> rows =
                new ArrayList<>(IntStream.range(0, values.length).boxed().toList());
        if (rows.size() > MOST_ROWS) {
            rows.sort(Comparator.comparingDouble(i -> -values[i]));
            rows = rows.subList(0, MOST_ROWS);
        }
        int width = rows.stream().mapToInt(i -> classes.get(i).length()).max().orElse(0);
        for (int i : rows) {
            int bar = (int) Math.round(BAR * Math.max(0, Math.min(1, values[i])));
            String line = "  " + " ".repeat(width - classes.get(i).length()) + classes.get(i) + "  " + value(i) + "  "
                    + "#".repeat(bar);
            text.println(line.stripTrailing());
        }
    }

    /** Writes {@code class} and {@code probabilities} or {@code scores}, in the order of the classes. */
    void writeJson(JsonGenerator json) {
        json.writeStringProperty("class", likeliestName());
        json.writeArrayPropertyStart(probabilities ? "probabilities" : "scores");
        for (double value : values) {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }
}
