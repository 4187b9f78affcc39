package dev.atelier.runner.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a network is right as often as it is sure: among images of which it says that it is 90 % sure, nine of ten should be right.
 *
 * @param bins images by how sure the network is, in steps of a tenth; those without images are left out
 * @param expectedError the expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean over all images of the distance
 *     between confidence and accuracy of their bin, 0 to 1
 */
record Calibration(List<Bin> bins, double expectedError) {
    private static final int BINS = 10;

    /**
     * Images of which the network is about equally sure.
     *
     * @param images how many
     * @param confidence the mean probability of what the network says
     * @param accuracy the share that is right
     */
    record Bin(int images, double confidence, double accuracy) {}

    static Calibration of(Verdicts verdicts) {
        int[] images = new int[BINS];
        int[] right = new int[BINS];
        double[] confidence = new double[BINS];
        for (int i = 0; i < verdicts.count(); i++) {
            int bin = Math.min(BINS - 1, (int) (verdicts.confidence(i) * BINS));
            images[bin]++;
            confidence[bin] += verdicts.confidence(i);
            right[bin] += verdicts.isRight(i) ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (images[bin] > 0) {
                bins.add(new Bin(images[bin], confidence[bin] / images[bin], right[bin] / (double) images[bin]));
                error += Math.abs(confidence[bin] - right[bin]) / verdicts.count();
            }
        }
        return new Calibration(List.copyOf(bins), error);
    }
}
