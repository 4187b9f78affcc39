package dev.atelier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataFingerprintTest {
    /** Longer than the buffer it is read through. */
    private static final int SAMPLES = 20_000;

    /** The bytes in their order, written by a stream instead of in chunks. */
    @Test
    void itIsTheSha256OfShapesLabelsFeaturesAndTargets() throws Exception {
        float[] features = new float[SAMPLES];
        float[] targets = new float[2 * SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            features[i] = (float) Math.sin(i);
            targets[2 * i] = (float) Math.cos(i);
            targets[2 * i + 1] = i;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("2 3 9 0.5 U8\n");
        out.writeInt(8);
        out.writeInt(1);
        out.write(new byte[] {1, 2, 3, 4, 5, 6});
        out.writeBytes(SAMPLES + " 1 2 1.0 F32\n");
        for (int i = 0; i < SAMPLES; i++) {
            out.writeInt(0);
        }
        for (float feature : features) {
            out.writeFloat(feature);
        }
        for (float target : targets) {
            out.writeFloat(target);
        }
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));

        assertThat(DataFingerprint.of(
                        Dataset.ofBytes(new byte[] {1, 2, 3, 4, 5, 6}, 3, 0.5f, new int[] {8, 1}, 9),
                        Dataset.ofTargets(features, 1, targets, 2)))
                .isEqualTo(expected);
    }

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
