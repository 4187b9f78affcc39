package dev.atelier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DataFingerprintTest {
    /** Longer than the buffer it is read through. */
    private static final int SAMPLES = 20_000;

    @Test
    void everyPixelAndLabelAndTheShapeCount() {
        byte[] pixels = new byte[2 * SAMPLES];
        float[] floats = new float[2 * SAMPLES];
        int[] labels = new int[SAMPLES];
        Random random = new Random(3);
        random.nextBytes(pixels);
        String bytes = DataFingerprint.of(Dataset.ofBytes(pixels, 2, 0.5f, labels, 2));
        String decimals = DataFingerprint.of(Dataset.ofFloats(floats, 2, labels, 2));
        assertThat(bytes).matches("[0-9a-f]{64}").isNotEqualTo(decimals);
        assertThat(DataFingerprint.of(Dataset.ofBytes(pixels, 2, 0.5f, labels, 2)))
                .isEqualTo(bytes);
        assertThat(DataFingerprint.of(Dataset.ofBytes(pixels, 2, 0.25f, labels, 2)))
                .isNotEqualTo(bytes);
        assertThat(DataFingerprint.of(Dataset.ofBytes(pixels, 2, 0.5f, labels, 3)))
                .isNotEqualTo(bytes);
        assertThat(DataFingerprint.of(Dataset.ofBytes(pixels, 1, 0.5f, new int[2 * SAMPLES], 2)))
                .isNotEqualTo(bytes);
        for (int i = 0; i < 20; i++) {
            int at = i == 0 ? 2 * SAMPLES - 1 : random.nextInt(2 * SAMPLES);
            pixels[at] ^= 1;
            assertThat(DataFingerprint.of(Dataset.ofBytes(pixels, 2, 0.5f, labels, 2)))
                    .as("pixel %d", at)
                    .isNotEqualTo(bytes);
            pixels[at] ^= 1;
            floats[at] += 1;
            assertThat(DataFingerprint.of(Dataset.ofFloats(floats, 2, labels, 2)))
                    .as("feature %d", at)
                    .isNotEqualTo(decimals);
            floats[at] = 0;
            labels[at / 2] = 1;
            assertThat(DataFingerprint.of(Dataset.ofBytes(pixels, 2, 0.5f, labels, 2)))
                    .as("label %d", at / 2)
                    .isNotEqualTo(bytes);
            labels[at / 2] = 0;
        }
        assertThat(DataFingerprint.of(Dataset.ofBytes(pixels, 2, 0.5f, labels, 2)))
                .isEqualTo(bytes);
    }
}
