package dev.atelier.bench.scaling;

import dev.atelier.bench.Sample;
import java.util.ArrayList;
import java.util.List;

/** The time of a step on one device while one size varies. */
final class Series {
    private final String label;
    private final List<Point> points = new ArrayList<>();

    /**
     * Begins a series.
     *
     * @param label the device, and its threads if they are chosen
     */
    Series(String label) {
        this.label = label;
    }

    /**
     * One size.
     *
     * @param batch samples of the step
     * @param hidden units of the hidden layer
     * @param seconds that one step takes
     */
    record Point(int batch, int hidden, Sample seconds) {
        /** Returns the seconds for each sample and hidden unit: the same everywhere if the time grows in proportion. */
        double secondsPerSampleAndUnit() {
            return seconds.median() / batch / hidden;
        }
    }

    void add(Point point) {
        points.add(point);
    }

    String label() {
        return label;
    }

    /** Returns the points in the order of the size. */
    List<Point> points() {
        return points;
    }

    /** Returns how many times the smallest of the series a point's time for each sample and hidden unit is. */
    double overSmallest(Point point) {
        double smallest = points.stream()
                .mapToDouble(Point::secondsPerSampleAndUnit)
                .min()
                .orElse(Double.NaN);
        return point.secondsPerSampleAndUnit() / smallest;
    }
}
