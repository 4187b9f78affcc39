package dev.atelier.engine.backend;

/** The standard normal distribution in double precision; Java has no erf. */
final class NormalDistribution {
    private static final double SQRT_2_PI = 2.5066282746310002;

    /** Below this |x| the power series converges fast and without cancellation that matters. */
    private static final double SERIES_LIMIT = 3;

    private static final int CONTINUED_FRACTION_TERMS = 120;

    private NormalDistribution() {}

    /** Returns {@code e^(-x^2/2) / sqrt(2 pi)}. */
    static double density(double x) {
        return Math.exp(-0.5 * x * x) / SQRT_2_PI;
    }

    /**
     * Returns {@code P(X <= x)}: near 0 by the series {@code 1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + ...)}, in the tails by
     * Laplace's continued fraction (Abramowitz and Stegun 26.2.11 and 26.2.14), so that the lower tail keeps its relative
     * precision.
     */
    static double cumulative(double x) {
        if (Math.abs(x) < SERIES_LIMIT) {
            double term = x;
            double sum = x;
            for (int n = 3; Math.abs(term) > 1e-19 * Math.abs(sum); n += 2) {
                term *= x * x / n;
                sum += term;
            }
            return 0.5 + density(x) * sum;
        }
        if (Double.isNaN(x)) {
            return x;
        }
        double tail = upperTail(Math.abs(x));
        return x < 0 ? tail : 1 - tail;
    }

    private static double upperTail(double x) {
        double fraction = x;
        for (int n = CONTINUED_FRACTION_TERMS; n >= 1; n--) {
            fraction = x + n / fraction;
        }
        return density(x) / fraction;
    }
}
