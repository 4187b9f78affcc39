package dev.atelier.runner.serve;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The curves of a run. Points are thinned where there are many, so that a page gets them at once however long the run is. */
final class RunHistory {
    private static final int MOST_POINTS = 1000;

    private final List<double[]> losses = new ArrayList<>();
    private final List<double[]> accuracies = new ArrayList<>();
    private final List<double[]> tests = new ArrayList<>();

    /**
     * Adds the loss of the last steps.
     *
     * @param epochs passes over the data so far
     * @param seconds of training so far
     */
    synchronized void addLoss(double epochs, double seconds, double loss) {
        add(losses, epochs, seconds, loss);
    }

    /** Adds the accuracy on some test images in the middle of an epoch. */
    synchronized void addAccuracy(double epochs, double seconds, double accuracy) {
        add(accuracies, epochs, seconds, accuracy);
    }

    /** Adds the accuracy and the loss on all test images after an epoch. */
    synchronized void addTest(double epochs, double seconds, double accuracy, double loss) {
        add(tests, epochs, seconds, accuracy, loss);
    }

    private static void add(List<double[]> points, double... point) {
        points.add(point);
        if (points.size() > MOST_POINTS) {
            for (int i = points.size() - 2; i > 0; i -= 2) {
                points.remove(i);
            }
        }
    }

    /** Writes three arrays of points. */
    synchronized void write(JsonGenerator json) {
        write(json, "losses", losses);
        write(json, "accuracies", accuracies);
        write(json, "tests", tests);
    }

    private static void write(JsonGenerator json, String name, List<double[]> points) {
        json.writeArrayPropertyStart(name);
        points.forEach(point -> writePoint(json, point));
        json.writeEndArray();
    }

    /** Writes a point as an array. */
    static void writePoint(JsonGenerator json, double... point) {
        json.writeStartArray();
        for (double value : point) {
            Json.number(json, value);
        }
        json.writeEndArray();
    }
}
