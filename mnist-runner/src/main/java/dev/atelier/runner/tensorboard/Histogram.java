package dev.atelier.runner.tensorboard;

import dev.atelier.runner.protobuf.ProtobufMessage;
import java.util.ArrayList;
import java.util.List;

/** How values are spread: counts in intervals of equal width between the least and the greatest. */
final class Histogram {
    private static final int INTERVALS = 50;

    private final double least;
    private final double greatest;
    private final int count;
    private final double sum;
    private final double sumOfSquares;
    private final long[] counts;

    private Histogram(double least, double greatest, int count, double sum, double sumOfSquares, long[] counts) {
        this.least = least;
        this.greatest = greatest;
        this.count = count;
        this.sum = sum;
        this.sumOfSquares = sumOfSquares;
        this.counts = counts;
    }

    /** Counts finite values, of which there must be one at least. */
    static Histogram of(float[] values) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double sumOfSquares = 0;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
            sum += value;
            sumOfSquares += (double) value * value;
        }
        long[] counts = new long[least == greatest ? 1 : INTERVALS];
        double perUnit = counts.length / (greatest - least);
        for (float value : values) {
            // The quotient of the greatest, and 0/0 where all are equal, belong to the last interval.
            int interval = counts.length == 1 ? 0 : (int) ((value - least) * perUnit);
            counts[Math.min(interval, counts.length - 1)]++;
        }
        return new Histogram(least, greatest, values.length, sum, sumOfSquares, counts);
    }

    /** Returns a {@code tensorflow.HistogramProto}. */
    ProtobufMessage message() {
        List<Double> limits = new ArrayList<>();
        List<Double> buckets = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            limits.add(i == counts.length - 1 ? greatest : least + (greatest - least) * (i + 1) / counts.length);
            buckets.add((double) counts[i]);
        }
        return new ProtobufMessage()
                .real(1, least)
                .real(2, greatest)
                .real(3, (double) count)
                .real(4, sum)
                .real(5, sumOfSquares)
                .reals(6, limits)
                .reals(7, buckets);
    }
}
