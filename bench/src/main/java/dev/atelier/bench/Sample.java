package dev.atelier.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Repeated measurements of one thing, in the order in which they were taken. */
public final class Sample {
    private final double[] values;
    private final double[] sorted;

    /**
     * Makes a sample.
     *
     * @param values at least one
     */
    public Sample(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a sample needs at least one value");
        }
        this.values = values.clone();
        this.sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** Returns how many values there are. */
    public int count() {
        return sorted.length;
    }

    /** Returns the value in the middle; of an even count, the mean of the two there. */
    public double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the smallest value. */
    public double min() {
        return sorted[0];
    }

    /** Returns the largest value. */
    public double max() {
        return sorted[sorted.length - 1];
    }

    /** Returns the sample of each value's image, such as speeds from times. */
    public Sample map(DoubleUnaryOperator function) {
        return new Sample(Arrays.stream(values).map(function).toArray());
    }

    /**
     * Returns the ratios of this sample to another, round by round: what two things measured in turn compare by, since noise
     * that lasts longer than a round cancels.
     *
     * @throws IllegalArgumentException if the counts differ
     */
    public Sample over(Sample other) {
        if (other.values.length != values.length) {
            throw new IllegalArgumentException(
                    "ratios need equal counts, but they are " + values.length + " and " + other.values.length);
        }
        double[] ratios = new double[values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = values[i] / other.values[i];
        }
        return new Sample(ratios);
    }

    /** Returns the median and, in brackets, the smallest and the largest value, with {@code digits} after the point. */
    public String format(int digits) {
        String number = "%." + digits + "f";
        return String.format(Locale.ROOT, number + " [" + number + " - " + number + "]", median(), min(), max());
    }
}
