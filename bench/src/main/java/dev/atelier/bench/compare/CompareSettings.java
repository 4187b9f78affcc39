package dev.atelier.bench.compare;

import dev.atelier.engine.backend.Precision;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is compared.
 *
 * @param batchSizes samples of a step, and rows of the network's products
 * @param squares sides of the square products
 * @param hidden hidden units of the network
 * @param rounds timed rounds of each measurement
 * @param targetAccuracy that the time to is measured
 * @param maxEpochs after which a run that has not reached it gives up
 * @param precision what all devices multiply matrices in
 */
record CompareSettings(
        List<Integer> batchSizes,
        List<Integer> squares,
        int hidden,
        int rounds,
        double targetAccuracy,
        int maxEpochs,
        Precision precision) {
    CompareSettings {
        batchSizes = List.copyOf(batchSizes);
        squares = List.copyOf(squares);
        if (batchSizes.isEmpty()
                || Stream.concat(batchSizes.stream(), squares.stream()).anyMatch(size -> size < 1)
                || hidden < 1
                || rounds < 1
                || maxEpochs < 1) {
            throw new IllegalArgumentException(
                    "batch sizes, squares, hidden units, rounds and epochs must be at least 1");
        }
        if (!(targetAccuracy > 0 && targetAccuracy <= 1)) {
            throw new IllegalArgumentException(
                    "--target-accuracy must be above 0 and at most 1, but is " + targetAccuracy);
        }
    }
}
