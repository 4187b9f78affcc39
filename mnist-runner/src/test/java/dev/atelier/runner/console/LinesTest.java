package dev.atelier.runner.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
    @Test
    void aLineThatFitsStaysAsItIs() {
        String line = "data     " + "x ".repeat(35);
        assertThat(Lines.wrap(line)).isEqualTo(line);
    }

    @Test
    void aLongLineGoesOnUnderItsWords() {
        assertThat(Lines.wrap("data     " + "word ".repeat(14) + "last one"))
                .isEqualToNormalizingNewlines("data     " + "word ".repeat(14).strip() + "\n         last one");
    }

    @Test
    void aWordThatIsLongerThanALineStaysWhole() {
        String path = "/" + "x".repeat(100);
        assertThat(Lines.wrap("wrote    " + path)).isEqualTo("wrote    " + path);
        assertThat(Lines.wrap("wrote    it to " + path))
                .isEqualToNormalizingNewlines("wrote    it to\n         " + path);
    }

    @Test
    void aRangeAndAShareStayWhole() {
        assertThat(Lines.broken("1.50 [1.25 - 1.75] 0.5 % of [1 - 2] %", 12))
                .containsExactly("1.50", "[1.25 - 1.75]", "0.5 % of", "[1 - 2] %");
    }

    @Test
    void nothingIsLostAndNothingIsTooLong() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder line = new StringBuilder("label    ");
            for (int i = 0; i < 60; i++) {
                line.append("y".repeat(1 + random.nextInt(12))).append(i < 59 ? " " : "");
            }
            String wrapped = Lines.wrap(line.toString());
            assertThat(wrapped.lines()).as("seed %d", seed).allMatch(part -> part.length() < 80);
            assertThat(wrapped.replaceAll("\\R +", " ")).as("seed %d", seed).isEqualTo(line.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 79", "nonsense, 79", "0, 79", "40, 39", "80, 79", "200, 79", "99999, 79", "-40, 79"})
    void theTerminalSaysHowWideItIs(String columns, int expected) {
        assertThat(Lines.columns(Map.of("COLUMNS", columns))).isEqualTo(expected);
    }
}
