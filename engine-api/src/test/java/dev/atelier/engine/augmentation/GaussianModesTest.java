package dev.atelier.engine.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Distortion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modes have the covariance of white noise that was smoothed with a Gaussian, summed term by term. */
class GaussianModesTest {
    /** A thousandth of the variance: what the modes leave out, and more than it, would show in no distortion. */
    private static final double ALLOWED = 1e-3;

    @ParameterizedTest
    @CsvSource({"28, 5", "28, 4", "28, 1.12", "20, 8", "1, 5", "2, 0.08", "65, 3"})
    void modesHaveTheCovarianceOfSmoothedNoise(int n, double sigma) {
        List<double[]> modes = GaussianModes.of(n, sigma);
        double norm = 0;
        for (int distance = -200; distance <= 200; distance++) {
            norm += Math.exp(-Math.pow(distance / sigma, 2) / 2);
        }
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double expected = 0;
                for (int k = 0; k < n; k++) {
                    double both = Math.pow((i - k) / sigma, 2) + Math.pow((j - k) / sigma, 2);
                    expected += Math.exp(-both / 2) / norm / norm;
                }
                double found = 0;
                for (double[] mode : modes) {
                    found += mode[i] * mode[j];
                }
                largest = Math.max(largest, expected);
                worst = Math.max(worst, Math.abs(found - expected));
            }
        }
        assertThat(worst / largest).isLessThan(ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "28", "65", "250", "1024"})
    void theSmoothestLeastSigmaNeedsNoMoreModesThanBackendsTake(int n) {
        assertThat(GaussianModes.of(n, GaussianModes.leastSigma(n))).hasSizeLessThanOrEqualTo(Distortion.MAX_MODES);
    }

    /** Far from the edges the standard deviation is alpha / (sqrt(3) 2 sqrt(pi) sigma), by Simard's formula on a plane. */
    @Test
    void displacementsAreAsStrongAsSimards() {
        ElasticBasis basis = ElasticBasis.of(101, 101, 30, 5);
        double variance = 0;
        for (double[] row : basis.rowModes()) {
            for (double[] column : basis.columnModes()) {
                variance += DistortionDraw.COEFFICIENT_VARIANCE * Math.pow(row[50] * column[50], 2);
            }
        }
        assertThat(Math.sqrt(variance)).isCloseTo(30 / (Math.sqrt(3) * 2 * Math.sqrt(Math.PI) * 5), within(1e-3));
    }
}
