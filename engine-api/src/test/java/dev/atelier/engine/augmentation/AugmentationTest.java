package dev.atelier.engine.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.tck.ReferenceBackend;
import java.util.Arrays;
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
