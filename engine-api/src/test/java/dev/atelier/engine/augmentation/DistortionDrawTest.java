package dev.atelier.engine.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.random.Philox;
import dev.atelier.engine.tck.ReferenceBackend;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is drawn, against the formula of {@link Distortion} in double precision and the words that {@link DistortionDraw} names. */
class DistortionDrawTest {
    private static final long SEED = 0x9876543212345678L;
    private static final int EPOCH = 3;

    /** Sums of products of numbers rounded to 2^-16. */
    private static final double ROUNDINGS = 4 * 0x1p-16;

    @Test
    void drawsFollowTheFormula() {
        Augmentation augmentation = new Augmentation(21, 28, 40, 0.25, 0.5, 3, 0, 0);
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("draws")) {
            Distortions distortions = Distortions.upload(arena, augmentation);
            distortions.startEpoch(SEED, EPOCH);
            int[] key = new int[Distortion.KEY_WORDS];
            backend.read(distortions.distortion().key(), key);
            assertThat(key).containsExactly(0x12345678, 0x98765432, EPOCH);
            DistortionDraw draw = new DistortionDraw();
            for (int sample = 0; sample < 200; sample++) {
                draw.draw(distortions.distortion(), key, Distortions.turns(40), sample);
                verify(draw, augmentation, block(0, sample), block(1, sample));
            }
        }
    }

    private static void verify(DistortionDraw draw, Augmentation augmentation, int[] shape, int[] place) {
        double turn = (shape[0] >>> 22) / 512.0 - 1 + 1 / 1024.0;
        double angle = Math.toRadians(augmentation.rotation() * turn);
        double scaleX = 1 + augmentation.scale() * shape[1] / 0x1p31;
        double scaleY = 1 + augmentation.scale() * shape[2] / 0x1p31;
        double shear = augmentation.shear() * shape[3] / 0x1p31;
        double xByX = Math.cos(angle) * scaleX;
        double xByY = (Math.cos(angle) * shear - Math.sin(angle)) * scaleY;
        double yByX = Math.sin(angle) * scaleX;
        double yByY = (Math.sin(angle) * shear + Math.cos(angle)) * scaleY;
        double middleX = 13.5;
        double middleY = 10;
        close(draw.xByX(), xByX, 1);
        close(draw.xByY(), xByY, 1);
        close(draw.yByX(), yByX, 1);
        close(draw.yByY(), yByY, 1);
        double shiftX = augmentation.shift() * place[0] / 0x1p31;
        double shiftY = augmentation.shift() * place[1] / 0x1p31;
        close(draw.xOrigin(), middleX + shiftX - middleX * xByX - middleY * xByY, middleX + middleY);
        close(draw.yOrigin(), middleY + shiftY - middleX * yByX - middleY * yByY, middleX + middleY);
    }

    private static void close(int found, double expected, double terms) {
        assertThat(found * 0x1p-16).isCloseTo(expected, within(ROUNDINGS * terms));
    }

    @Test
    void coefficientsAreTheSumsOfAWordsBytes() {
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("draws")) {
            Distortion distortion = Distortions.upload(arena, new Augmentation(5, 5, 0, 0, 0, 0, 0, 0))
                    .distortion();
            DistortionDraw draw = new DistortionDraw();
            draw.draw(distortion, new int[] {(int) SEED, (int) (SEED >> 32), EPOCH}, Distortions.turns(0), 77);
            float[] drawn = new float[12];
            draw.coefficients(drawn, 11);
            for (int i = 0; i < 11; i++) {
                byte[] bytes = ByteBuffer.allocate(4)
                        .putInt(block(2 + i / 4, 77)[i % 4])
                        .array();
                int sum = -2 * 255;
                for (byte one : bytes) {
                    sum += Byte.toUnsignedInt(one);
                }
                assertThat(drawn[i]).as("coefficient %d", i).isEqualTo(sum);
            }
            assertThat(drawn[11]).isZero();
        }
    }

    private static int[] block(int number, int sample) {
        int[] words = {number, sample, EPOCH, 5};
        Philox.encrypt(words, SEED);
        return words;
    }
}
