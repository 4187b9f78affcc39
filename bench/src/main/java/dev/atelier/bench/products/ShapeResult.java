package dev.atelier.bench.products;

import dev.atelier.bench.Sample;

/**
 * One product on both sides.
 *
 * @param peak operations a second that the threads can do at most, measured just before and just after; the larger one
 * @param atelierSeconds of one product, by round
 * @param rivalSeconds of one product, by round
 */
record ShapeResult(NamedShape product, double peak, Sample atelierSeconds, Sample rivalSeconds) {
    /** Returns this project's speed in GFLOP/s. */
    Sample atelierSpeed() {
        return speed(atelierSeconds);
    }

    /** Returns the rival's speed in GFLOP/s. */
    Sample rivalSpeed() {
        return speed(rivalSeconds);
    }

    private Sample speed(Sample seconds) {
        return seconds.map(s -> product.shape().operations() / s * 1e-9);
    }

    /** Returns how many times as fast as the rival this project is, round by round. */
    Sample ratio() {
        return rivalSeconds.over(atelierSeconds);
    }

    /** Returns the part of the peak that a speed in GFLOP/s is, at the median. */
    double shareOfPeak(Sample speed) {
        return speed.median() * 1e9 / peak;
    }
}
