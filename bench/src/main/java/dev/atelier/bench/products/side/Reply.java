package dev.atelier.bench.products.side;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A line that a process answers with: a word, then a tab and a text.
 *
 * @param kind the word
 * @param text the rest, one line
 */
public record Reply(Kind kind, String text) {
    /** What an answer is. */
    public enum Kind {
        /** The process has started; the text is an {@link Introduction}. */
        HELLO,
        /** The product is verified and warmed up. */
        READY,
        /** The text is the seconds of one product. */
        SECONDS,
        /** The text is operations a second. */
        PEAK,
        /** The result is wrong; the text says where. */
        WRONG,
        /** Something else went wrong; the text says what. */
        FAILED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the line. */
    public String toLine() {
        return kind.word() + "\t" + text.replaceAll("\\R", " ");
    }

    /** Reads a line; empty if it is no reply, since libraries print other things too. */
    public static Optional<Reply> parse(String line) {
        int tab = line.indexOf('\t');
        return Arrays.stream(Kind.values())
                .filter(kind -> tab >= 0 && kind.word().equals(line.substring(0, tab)))
                .findFirst()
                .map(kind -> new Reply(kind, line.substring(tab + 1)));
    }
}
