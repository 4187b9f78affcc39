package dev.atelier.runner.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandMadeFeaturesTest {
    @ParameterizedTest
    @CsvSource({
        "... ... ..., 0",
        "xxx x.x xxx, 1",
        "xxx x.x xx., 1",
        "xxx x.x x.x, 0",
        "..x .x. x.., 0",
        "xxx x.x xxx x.x xxx, 2"
    })
    void holesAreWhatInkSurrounds(String picture, int holes) {
        String[] lines = picture.split(" ", -1);
        int[][] image = new int[lines.length][];
        for (int y = 0; y < image.length; y++) {
            image[y] = lines[y].chars().map(c -> c == 'x' ? 255 : 0).toArray();
        }
        assertThat(HandMadeFeatures.holes(image)).isEqualTo(holes);
    }
}
