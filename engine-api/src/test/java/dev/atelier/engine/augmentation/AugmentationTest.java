package dev.atelier.engine.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.tck.ReferenceBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    @Test
    void whatIsOutOfRangeIsNamed() {
        refused(0, 28, 10, .1, .1, 1, 0, 0, "sides of 1 to 1024 pixels, but they have 0 x 28");
        refused(28, 1025, 10, .1, .1, 1, 0, 0, "28 x 1025");
        refused(28, 28, 181, .1, .1, 1, 0, 0, "rotation must be from 0 to 180, but is 181.0");
        refused(28, 28, Double.NaN, .1, .1, 1, 0, 0, "rotation");
        refused(28, 28, 10, .91, .1, 1, 0, 0, "scale must be from 0 to 0.9, but is 0.91");
        refused(28, 28, 10, .1, -.1, 1, 0, 0, "shear");
        refused(28, 28, 10, .1, .1, 1025, 0, 0, "shift");
        refused(28, 28, 10, .1, .1, 1, -1, 0, "elastic alpha");
        refused(28, 28, 10, .1, .1, 1, 30, 1, "elastic sigma must be at least 1.12 for images of 28 x 28 pixels");
        refused(28, 28, 10, .1, .1, 1, 9999, 5, "may move a pixel by");
        refused(1025, 28, 10, .1, .1, 1, 0, 0, "1025 x 28");
        refused(28, 0, 10, .1, .1, 1, 0, 0, "28 x 0");
        refused(28, 28, 10, .1, .1, 1, 30, Double.POSITIVE_INFINITY, "elastic sigma must be at least");
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        assertThat(new Augmentation(1, 1024, 0, 0, 0, 0, 0, 0).elastic()).isFalse();
        assertThat(new Augmentation(1024, 1, 180, .9, 2, 1024, 0, 0).elastic()).isFalse();
        assertThat(new Augmentation(28, 28, 0, 0, 0, 0, 1e-9, 28 / 25.0).elastic())
                .isTrue();
    }

    private static void refused(
            int height,
            int width,
            double rotation,
            double scale,
            double shear,
            double shift,
            double alpha,
            double sigma,
            String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(height, width, rotation, scale, shear, shift, alpha, sigma))
                .withMessageContaining(message);
    }

    @Test
    void aDeviceHoldsTheTablesOfAnAugmentation() {
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("tables")) {
            Distortion distortion = Distortions.upload(arena, new Augmentation(9, 12, 10, .1, .2, 1, 3, 2))
                    .distortion();
            int[] turns = new int[2 * Distortion.TURNS];
            backend.read(distortion.turns(), turns);
            assertThat(turns).isEqualTo(Distortions.turns(10));
            ElasticBasis basis = ElasticBasis.of(9, 12, 3, 2);
            assertThat(distortion.rowModeCount()).isEqualTo(basis.rowModes().size());
            assertThat(distortion.columnModeCount())
                    .isEqualTo(basis.columnModes().size());
            assertHolds(backend, Objects.requireNonNull(distortion.rowModes()), basis.rowModes());
            assertHolds(backend, Objects.requireNonNull(distortion.columnModes()), basis.columnModes());
        }
    }

    private static void assertHolds(Backend backend, Tensor tensor, List<double[]> modes) {
        float[] found = new float[tensor.size()];
        backend.read(tensor, found);
        int next = 0;
        for (double[] mode : modes) {
            for (double value : mode) {
                assertThat(found[next++]).isEqualTo((float) value);
            }
        }
        assertThat(next).isEqualTo(found.length);
    }

    /** Coefficients of the largest magnitude, with the signs of a pixel's modes, move that pixel as far as any can be. */
    @Test
    void theLargestDisplacementIsReachedAndNotExceeded() {
        ElasticBasis basis = ElasticBasis.of(5, 8, 4, 1.5);
        double largest = 0;
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 8; x++) {
                double sum = 0;
                for (double[] row : basis.rowModes()) {
                    for (double[] column : basis.columnModes()) {
                        sum += Math.abs(row[y] * column[x]) * DistortionDraw.LARGEST_COEFFICIENT;
                    }
                }
                largest = Math.max(largest, sum);
            }
        }
        assertThat(ElasticBasis.largestDisplacement(5, 8, 4, 1.5)).isCloseTo(largest, within(1e-9));
    }

    @Test
    void anglesAreSpreadEvenlyFromOneLimitToTheOther() {
        int[] turns = Distortions.turns(10);
        double limit = Math.toRadians(10);
        for (int i = 0; i < Distortion.TURNS; i++) {
            double angle = Math.atan2(turns[Distortion.TURNS + i], turns[i]);
            double expected = limit * (-1 + (i + 0.5) * 2 / Distortion.TURNS);
            assertThat(angle).isCloseTo(expected, within(3e-5));
        }
    }

    /** The middle of the numbers drawn is the distortion of nothing, and their ends are the limits. */
    @Test
    void drawsFillTheRanges() {
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("draws")) {
            Distortion distortion = Distortions.upload(arena, new Augmentation(28, 28, 0, 0.2, 0.3, 2, 0, 0))
                    .distortion();
            int[] turns = Distortions.turns(0);
            DistortionDraw draw = new DistortionDraw();
            int samples = 4000;
            double[][] drawn = new double[5][samples];
            for (int i = 0; i < samples; i++) {
                draw.draw(distortion, new int[] {7, 8, 9}, turns, i);
                drawn[0][i] = draw.xByX() * 0x1p-16 - 1;
                drawn[1][i] = draw.yByY() * 0x1p-16 - 1;
                drawn[2][i] = (double) draw.xByY() / draw.yByY();
                drawn[3][i] = draw.xOrigin() * 0x1p-16 - 13.5 * (1 - draw.xByX() * 0x1p-16 - draw.xByY() * 0x1p-16);
                drawn[4][i] = draw.yOrigin() * 0x1p-16 - 13.5 * (1 - draw.yByX() * 0x1p-16 - draw.yByY() * 0x1p-16);
            }
            double[] limits = {0.2, 0.2, 0.3, 2, 2};
            for (int i = 0; i < limits.length; i++) {
                assertThat(Arrays.stream(drawn[i]).average().orElseThrow() / limits[i])
                        .isCloseTo(0, within(0.04));
                assertThat(Arrays.stream(drawn[i]).max().orElseThrow() / limits[i])
                        .isBetween(0.995, 1.0005);
                assertThat(Arrays.stream(drawn[i]).min().orElseThrow() / limits[i])
                        .isBetween(-1.0005, -0.995);
            }
        }
    }

    @Test
    void coefficientsHaveMeanZeroAndTheVarianceTheyAreScaledBy() {
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("draws")) {
            Distortion distortion = Distortions.upload(arena, new Augmentation(28, 28, 0, 0, 0, 0, 0, 0))
                    .distortion();
            float[] drawn = new float[40_000];
            DistortionDraw draw = new DistortionDraw();
            draw.draw(distortion, new int[] {1, 2, 3}, Distortions.turns(0), 5);
            draw.coefficients(drawn, drawn.length);
            double sum = 0;
            double squares = 0;
            for (float value : drawn) {
                sum += value;
                squares += value * value;
            }
            assertThat(sum / drawn.length).isCloseTo(0, within(2.5));
            assertThat(squares / drawn.length / DistortionDraw.COEFFICIENT_VARIANCE)
                    .isCloseTo(1, within(0.02));
        }
    }
}
