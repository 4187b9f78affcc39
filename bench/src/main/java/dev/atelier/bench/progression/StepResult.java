package dev.atelier.bench.progression;

import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Sample;

/**
 * One step of a progression with one product.
 *
 * @param name of the step
 * @param after the name of the step that it changes, empty for the first
 * @param change what is different
 * @param seconds of one product, by round
 */
record StepResult(String name, String after, String change, Sample seconds) {
    /** Returns the speed in GFLOP/s. */
    Sample speed(ProductShape shape) {
        return seconds.map(s -> shape.operations() / s * 1e-9);
    }

    /** Returns how many times as fast as another step this one is, paired by round. */
    Sample speedUp(StepResult over) {
        return over.seconds.over(seconds);
    }
}
