package dev.atelier.bench.products;

import dev.atelier.bench.Sample;
import java.util.List;

/**
 * The products of all shapes on one number of threads.
 *
 * @param atelier what computed here
 * @param openBlas what computed there
 * @param peaks operations per second that the processor did at most, measured before and after the products
 */
record ProductsSection(int threads, String atelier, String openBlas, Sample peaks, List<Timing> timings) {
    /**
     * One shape's times, in seconds, round by round.
     *
     * @param atelier here
     * @param openBlas there
     */
    record Timing(ProductShape shape, Sample atelier, Sample openBlas) {
        /** Returns how many times as fast as OpenBLAS this project is, round by round. */
        Sample ratio() {
            return openBlas.over(atelier);
        }

        /** Returns 10^9 operations per second. */
        Sample gigaflops(Sample seconds) {
            return seconds.map(value -> shape.operations() / value * 1e-9);
        }
    }

    /** Returns the geometric mean of the shapes' ratios. */
    double meanRatio() {
        return Math.exp(timings.stream()
                .mapToDouble(timing -> Math.log(timing.ratio().median()))
                .average()
                .orElse(Double.NaN));
    }

    /** Returns the timing with the smallest ratio. */
    Timing slowest() {
        return timings.stream()
                .min((x, y) -> Double.compare(x.ratio().median(), y.ratio().median()))
                .orElseThrow();
    }
}
