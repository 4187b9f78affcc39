package dev.atelier.engine.augmentation;

import java.util.List;

/**
 * What elastic displacements are made of: along each axis of the image the modes of smoothed noise, those of the rows multiplied by
 * the displacement's strength.
 *
 * @param rowModes {@code [modes][height]}
 * @param columnModes {@code [modes][width]}
 */
record ElasticBasis(List<double[]> rowModes, List<double[]> columnModes) {
    /** The variance of a number spread evenly between -1 and 1. */
    private static final double NOISE_VARIANCE = 1.0 / 3;

    /** Makes the basis of the displacements {@code alpha * (Gaussian * noise)}. */
    static ElasticBasis of(int height, int width, double alpha, double sigma) {
        List<double[]> rows = GaussianModes.of(height, sigma);
        double strength = alpha * Math.sqrt(NOISE_VARIANCE / DistortionDraw.COEFFICIENT_VARIANCE);
        for (double[] mode : rows) {
            for (int i = 0; i < mode.length; i++) {
                mode[i] *= strength;
            }
        }
        return new ElasticBasis(rows, GaussianModes.of(width, sigma));
    }

    /** Returns a number of pixels that no displacement exceeds. */
    static double largestDisplacement(int height, int width, double alpha, double sigma) {
        ElasticBasis basis = of(height, width, alpha, sigma);
        return DistortionDraw.LARGEST_COEFFICIENT * largestSum(basis.rowModes) * largestSum(basis.columnModes);
    }

    private static double largestSum(List<double[]> modes) {
        double largest = 0;
        for (int i = 0; i < modes.get(0).length; i++) {
            double sum = 0;
            for (double[] mode : modes) {
                sum += Math.abs(mode[i]);
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    /** Returns modes one after the other, as a tensor takes them. */
    static float[] flat(List<double[]> modes) {
        int n = modes.get(0).length;
        float[] values = new float[modes.size() * n];
        for (int k = 0; k < modes.size(); k++) {
            for (int i = 0; i < n; i++) {
                values[k * n + i] = (float) modes.get(k)[i];
            }
        }
        return values;
    }
}
