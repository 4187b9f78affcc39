package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The box round an image's ink, against looking at each pixel. */
class InkBoxTest {
    private static final int OFFSET = 5;

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "6, 1", "5, 3", "9, 8", "4, 9", "3, 16", "28, 28", "13, 65"})
    void theBoxIsTheSmallestRoundAllInk(int height, int width) {
        Random random = new Random(31L * height + width);
        InkBox box = new InkBox();
        for (int trial = 0; trial < 300; trial++) {
            // What lies before and behind the image isn't zero.
            byte[] pixels = new byte[OFFSET + height * width + OFFSET];
            Arrays.fill(pixels, 0, OFFSET, (byte) 9);
            Arrays.fill(pixels, OFFSET + height * width, pixels.length, (byte) 9);
            int top = height;
            int left = width;
            int bottom = -1;
            int right = -1;
            for (int dots = 1 + trial % 3; dots > 0; dots--) {
                int y = random.nextInt(height);
                int x = random.nextInt(width);
                pixels[OFFSET + y * width + x] = (byte) (1 + random.nextInt(255));
                top = Math.min(top, y);
                left = Math.min(left, x);
                bottom = Math.max(bottom, y);
                right = Math.max(right, x);
            }
            assertThat(box.find(pixels, OFFSET, height, width)).isTrue();
            assertThat(new int[] {box.top(), box.left(), box.bottom(), box.right()})
                    .as("top, left, bottom and right of trial %s", trial)
                    .containsExactly(top, left, bottom, right);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "5, 3", "9, 8", "28, 28"})
    void anEmptyImageHasNone(int height, int width) {
        assertThat(new InkBox().find(new byte[OFFSET + height * width], OFFSET, height, width))
                .isFalse();
    }
}
