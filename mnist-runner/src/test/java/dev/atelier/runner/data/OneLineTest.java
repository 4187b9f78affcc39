package dev.atelier.runner.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void whatPeopleWriteStaysAsItIs() {
        String text = "a folder/\u00fc \u4e2d \ud83d\ude00: 'x'  has 3 fields";
        assertThat(OneLine.of(text)).isEqualTo(text);
        assertThat(OneLine.of("")).isEmpty();
    }

    @Test
    void linesBecomeOne() {
        for (String lineBreak : new String[] {"\n", "\r\n", "\n\n  \t", "\u0085", "\u2028", "\u000b", "\t"}) {
            assertThat(OneLine.of("a" + lineBreak + "b")).isEqualTo("a b");
        }
    }

    @Test
    void whatMovesTheCursorTurnsTheTextOrIsHalfACharacterIsAQuestionMark() {
        assertThat(OneLine.of("a\u001b[2Jb\u202ec\0d\ud83d.\ude00")).isEqualTo("a?[2Jb?c?d?.?");
    }

    @Test
    void aLongTextKeepsItsNameAndItsReason() {
        String line =
                OneLine.of("model.safetensors: has two entries '" + "\ud83d\ude00".repeat(100_000) + "' of a name");
        assertThat(line)
                .startsWith("model.safetensors: has two entries '")
                .endsWith("' of a name")
                .hasSizeLessThan(1010)
                .contains(" ... ");
    }
}
