package dev.atelier.runner.chart;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How values lie along an axis. */
public enum Scale {
    /** The same distance for the same difference. */
    LINEAR {
        @Override
        double of(double value) {
            return value;
        }

        @Override
        double[] ticks(double from, double to) {
            return evenTicks(from, to, (to - from) / MOST_TICKS);
        }
    },

    /** The same distance for the same difference, where only whole numbers are marked. */
    WHOLE {
        @Override
        double of(double value) {
            return value;
        }

        @Override
        double[] ticks(double from, double to) {
            return evenTicks(from, to, Math.max(1, (to - from) / MOST_TICKS));
        }
    },

    /** The same distance for each doubling; values are above 0. */
    LOG2 {
        @Override
        double of(double value) {
            return Math.log(value) / Math.log(2);
        }

        @Override
        double[] ticks(double from, double to) {
            return powers(2, of(from), of(to));
        }
    },

    /** The same distance for each power of ten; values are above 0. */
    LOG10 {
        @Override
        double of(double value) {
            return Math.log10(value);
        }

        @Override
        double[] ticks(double from, double to) {
            return powers(10, of(from), of(to));
        }
    };

    private static final int MOST_TICKS = 6;

    /** What is lost to rounding must not cost a tick at an end of an axis. */
    private static final double ROUNDING = 1e-9;

    /** Whether values must be above 0. */
    boolean isLogarithmic() {
        return this == LOG2 || this == LOG10;
    }

    /** Returns the distance along the axis. */
    abstract double of(double value);

    /** Returns round values from {@code from} to {@code to}. */
    abstract double[] ticks(double from, double to);

    private static double[] evenTicks(double from, double to, double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power
                * DoubleStream.of(1, 2, 5, 10)
                        .filter(nice -> nice * power >= rough * (1 - ROUNDING))
                        .findFirst()
                        .orElse(10);
        long first = (long) Math.ceil(from / step - ROUNDING);
        long last = (long) Math.floor(to / step + ROUNDING);
        return IntStream.rangeClosed(0, (int) (last - first))
                .mapToDouble(i -> (first + i) * step)
                .toArray();
    }

    private static double[] powers(double base, double from, double to) {
        int first = (int) Math.ceil(from - ROUNDING);
        int last = (int) Math.floor(to + ROUNDING);
        int stride = Math.max(1, (int) Math.ceil((last - first) / (MOST_TICKS + 2.0)));
        return IntStream.rangeClosed(first, last)
                .filter(power -> (power - first) % stride == 0)
                .mapToDouble(power -> Math.pow(base, power))
                .toArray();
    }
}
