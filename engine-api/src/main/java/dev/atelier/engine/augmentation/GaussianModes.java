package dev.atelier.engine.augmentation;

import java.util.ArrayList;
import java.util.List;

/**
 * White noise of {@code n} pixels, zero beyond them, smoothed with a Gaussian, as a sum of few modes.
 *
 * <p>With {@code K[i][j] = g(i - j)}, {@code g} being the Gaussian whose values at whole numbers add up to 1, smoothed noise has the covariance
 * {@code C = K K^T}. Its spectrum falls so fast that a few vectors {@code m_k} give {@code C = sum_k m_k m_k^T} almost
 * exactly, and then {@code sum_k z_k m_k}, with {@code z_k} independent of variance 1, is as good a draw of smoothed noise as smoothing
 * {@code n} numbers, for a fraction of the work. The vectors come from a Cholesky factorisation with pivoting that stops when
 * nothing worth the while is left (Harbrecht, Peters and Schneider, "On the low-rank approximation by the pivoted Cholesky
 * decomposition", 2012).
 */
final class GaussianModes {
    /** The part of the variance that may be missing: half of a hundredth of a percent of the standard deviation. */
    private static final double MISSING = 1e-5;

    /** With sides of up to this many sigmas no more than {@link dev.atelier.engine.backend.Distortion#MAX_MODES} are needed. */
    private static final double SIGMAS = 25;

    /** Where the Gaussian's tail has fallen below the precision of a double. */
    private static final double REACH = 9;

    private GaussianModes() {}

    /** Returns the smallest standard deviation, in pixels, for a side of {@code n} pixels. */
    static double leastSigma(int n) {
        return n / SIGMAS;
    }

    /** Returns the modes, each of {@code n} values, in the order in which they were found. */
    static List<double[]> of(int n, double sigma) {
        double[][] smoothing = smoothing(n, sigma);
        double[] left = new double[n];
        double variance = 0;
        for (int i = 0; i < n; i++) {
            left[i] = product(smoothing[i], smoothing[i]);
            variance += left[i];
        }
        List<double[]> modes = new ArrayList<>();
        double missing = variance;
        while (missing > MISSING * variance && modes.size() < n) {
            int pivot = 0;
            for (int i = 1; i < n; i++) {
                pivot = left[i] > left[pivot] ? i : pivot;
            }
            double[] mode = new double[n];
            double root = Math.sqrt(left[pivot]);
            missing = 0;
            for (int i = 0; i < n; i++) {
                double covariance = product(smoothing[i], smoothing[pivot]);
                for (double[] earlier : modes) {
                    covariance -= earlier[i] * earlier[pivot];
                }
                mode[i] = covariance / root;
                left[i] = i == pivot ? 0 : Math.max(0, left[i] - mode[i] * mode[i]);
                missing += left[i];
            }
            modes.add(mode);
        }
        return modes;
    }

    /** Returns {@code K}. */
    private static double[][] smoothing(int n, double sigma) {
        double sum = 0;
        for (int distance = (int) (REACH * sigma); distance > 0; distance--) {
            sum += 2 * gaussian(distance, sigma);
        }
        sum += 1;
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i][j] = gaussian(i - j, sigma) / sum;
            }
        }
        return matrix;
    }

    private static double gaussian(double distance, double sigma) {
        // StrictMath, because the modes are to be the same on every machine.
        return StrictMath.exp(-distance * distance / (2 * sigma * sigma));
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
