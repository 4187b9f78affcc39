package dev.atelier.runner.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.runner.data.ImageSet;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageChangeTest {
    private static final int HEIGHT = 5;
    private static final int WIDTH = 7;
    private static final ImageSet SET = random();

    private static ImageSet random() {
        byte[] pixels = new byte[3 * HEIGHT * WIDTH];
        new Random(1).nextBytes(pixels);
        return new ImageSet(HEIGHT, WIDTH, pixels, new int[] {2, 0, 1});
    }

    private static int pixel(ImageSet set, int image, int y, int x) {
        return y < 0 || y >= HEIGHT || x < 0 || x >= WIDTH ? 0 : set.pixels()[(image * HEIGHT + y) * WIDTH + x] & 0xFF;
    }

    @Test
    void aShiftMovesEachPixelAndLetsBackgroundIn() {
        for (int right = -8; right <= 8; right++) {
            for (int down = -6; down <= 6; down++) {
                ImageSet moved = ImageChange.shifted(SET, right, down);
                for (int i = 0; i < SET.count(); i++) {
                    for (int y = 0; y < HEIGHT; y++) {
                        for (int x = 0; x < WIDTH; x++) {
                            assertThat(pixel(moved, i, y, x))
                                    .as("right %d, down %d: image %d, %d %d", right, down, i, y, x)
                                    .isEqualTo(pixel(SET, i, y - down, x - right));
                        }
                    }
                }
            }
        }
    }

    @Test
    void aQuarterTurnClockwiseBringsTheTopToTheRight() {
        byte[] pixels = new byte[9];
        pixels[1] = (byte) 200;
        pixels[2] = 7;
        ImageSet turned = ImageChange.rotated(new ImageSet(3, 3, pixels, new int[1]), 90);
        assertThat(turned.pixels()).containsExactly(0, 0, 0, 0, 0, 200, 0, 0, 7);
        assertThat(ImageChange.rotated(SET, 0).pixels()).isEqualTo(SET.pixels());
    }

    @Test
    void noiseHasItsDeviationAndIsTheSameForASeed() {
        byte[] grey = new byte[100 * 100];
        Arrays.fill(grey, (byte) 128);
        ImageSet set = new ImageSet(100, 100, grey, new int[1]);
        byte[] noisy = ImageChange.noisy(set, 0.1, 5).pixels();
        double squares = 0;
        for (byte value : noisy) {
            squares += Math.pow((value & 0xFF) - 128, 2);
        }
        assertThat(Math.sqrt(squares / noisy.length)).isEqualTo(25.5, within(1.0));
        assertThat(ImageChange.noisy(set, 0.1, 5).pixels()).isEqualTo(noisy);
        assertThat(ImageChange.noisy(set, 0.1, 6).pixels()).isNotEqualTo(noisy);
        assertThat(ImageChange.noisy(set, 0, 6).pixels()).isEqualTo(grey);
    }
}
