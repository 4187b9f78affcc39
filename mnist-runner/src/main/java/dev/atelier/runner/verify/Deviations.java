package dev.atelier.runner.verify;

import dev.atelier.engine.network.LayerWeights;
import java.util.ArrayList;
import java.util.List;

/** Compares what a device computed with what it should have. */
final class Deviations {
    /**
     * How far single precision may be off after some steps, relative to the largest value compared. Steps agree within 1e-5;
     * a wrong kernel is off by far more than ten times that.
     */
    private static final double TOLERANCE = 1e-4;

    private final List<String> mismatches = new ArrayList<>();
    private double largest;
    private int checks;

    /** Compares two numbers. */
    void compare(String what, double found, double expected) {
        double deviation = Math.abs(found - expected) / Math.max(Math.abs(expected), Double.MIN_NORMAL);
        add(deviation, what + " is " + found + ", expected " + expected);
    }

    /** Compares all weights of a layer. */
    void compare(String what, LayerWeights found, double[] expected) {
        double scale = Double.MIN_NORMAL;
        double worst = 0;
        int worstIndex = 0;
        for (double value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(found.weights()[i] - expected[i]);
            if (!(difference <= worst)) {
                worst = difference;
                worstIndex = i;
            }
        }
        add(
                worst / scale,
                what + " [" + worstIndex / found.outputs() + "][" + worstIndex % found.outputs() + "] is "
                        + found.weights()[worstIndex] + ", expected " + expected[worstIndex]);
    }

    /** Compares an image, in grey levels, with the one of {@code found} that has this number. */
    void compare(String what, float[] found, int number, double[] expected) {
        checks++;
        for (int i = 0; i < expected.length; i++) {
            float level = found[number * expected.length + i];
            if (!(Math.abs(level - expected[i]) <= ReferenceDistortion.TOLERANCE)) {
                mismatches.add(what + ": pixel " + i + " is " + level + ", expected " + expected[i]);
                return;
            }
        }
    }

    private void add(double deviation, String message) {
        checks++;
        largest = Math.max(largest, deviation);
        if (!(deviation <= TOLERANCE)) {
            mismatches.add(message);
        }
    }

    /** Returns what came of all comparisons. */
    SelfTest.Outcome outcome() {
        return new SelfTest.Outcome(checks, largest, mismatches);
    }
}
