package dev.atelier.runner.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final Verdicts VERDICTS = new Verdicts(
            new double[][] {{0.9, 0.1}, {0.95, 0.05}, {0.45, 0.55}, {0.5, 0.5}, {0.02, 0.98}},
            new int[] {0, 1, 1, 1, 0});

    @Test
    void countsWhatIsTakenForWhat() {
        ConfusionMatrix matrix = new ConfusionMatrix(VERDICTS);
        int[][] expected = {{1, 1}, {2, 1}};
        for (int label = 0; label < 2; label++) {
            for (int said = 0; said < 2; said++) {
                assertThat(matrix.count(label, said)).isEqualTo(expected[label][said]);
            }
        }
        assertThat(matrix.recall(1)).isEqualTo(1 / 3.0);
        assertThat(matrix.precision(1)).isEqualTo(1 / 2.0);
        assertThat(matrix.confusions().get(0)).isEqualTo(new ConfusionMatrix.Confusion(1, 0, 2));
        assertThat(VERDICTS.mistakes()).isEqualTo(3);
        assertThat(VERDICTS.accuracy()).isEqualTo(0.4, within(1e-12));
    }

    @Test
    void theSurestMistakeComesFirst() {
        assertThat(VERDICTS.surestMistakes(10)).containsExactly(4, 1, 3);
        assertThat(VERDICTS.surestMistakes(1)).containsExactly(4);
    }

    /** By hand: confidences 0.9, 0.95, 0.98 of which one is right, and 0.5, 0.55 of which one is. */
    @Test
    void calibrationComparesConfidenceWithAccuracy() {
        Calibration calibration = Calibration.of(VERDICTS);
        assertThat(calibration.bins()).hasSize(2);
        assertThat(calibration.bins().get(0).images()).isEqualTo(2);
        assertThat(calibration.bins().get(0).confidence()).isEqualTo(0.525, within(1e-12));
        assertThat(calibration.bins().get(0).accuracy()).isEqualTo(0.5, within(1e-12));
        assertThat(calibration.bins().get(1).confidence()).isEqualTo(2.83 / 3, within(1e-12));
        assertThat(calibration.bins().get(1).accuracy()).isEqualTo(1.0 / 3, within(1e-12));
        assertThat(calibration.expectedError()).isEqualTo((0.05 + 1.83) / 5, within(1e-12));
    }
}
