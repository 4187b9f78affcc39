package dev.atelier.bench.compare;

import java.util.List;

/**
 * What is compared.
 *
 * @param batchSizes samples of a step, and rows of the network's products
 * @param squares sides of the square products
 * @param hidden hidden units of the network
 * @param rounds timed rounds of each measurement
 * @param targetAccuracy that the time to is measured
 * @param maxEpochs after which a run that has not reached it gives up
 */
record CompareSettings(
        List<Integer> batchSizes,
        List<Integer> squares,
        int hidden,
        int rounds,
        double targetAccuracy,
        int maxEpochs) {}
