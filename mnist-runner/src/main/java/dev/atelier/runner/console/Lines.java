package dev.atelier.runner.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lines that fit 80 columns, on a terminal, in a pipe and in a log alike: what is longer is broken at spaces and goes on beneath, and
 * nothing is cut. A word that is longer than a line, such as a path, stays whole.
 */
public final class Lines {
    /** Some terminals wrap when the last of 80 columns is written to. */
    public static final int COLUMNS = 79;

    /** Where the words after a label such as {@code "result   "} begin. */
    private static final int LABEL = 9;

    /** On a terminal that is narrower than this, lines are broken by the terminal. */
    private static final int FEWEST_COLUMNS = 20;

    private Lines() {}

    /** Returns how many columns a line that is drawn over again may have, by the variable {@code COLUMNS}, and at most {@link #COLUMNS}. */
    public static int columns(Map<String, String> environment) {
        String terminal = environment.getOrDefault("COLUMNS", "");
        return terminal.matches("\\d{1,4}") && Integer.parseInt(terminal) > FEWEST_COLUMNS
                ? Math.min(COLUMNS, Integer.parseInt(terminal) - 1)
                : COLUMNS;
    }

    /** Returns a line that begins with a label of nine columns, in as many lines as it takes. */
    public static String wrap(String line) {
        return wrap(line, LABEL);
    }

    /** Returns a line in as many lines as it takes, all but the first of them indented by so many columns. */
    public static String wrap(String line, int indent) {
        if (line.length() <= COLUMNS) {
            return line;
        }
        return line.substring(0, indent)
                + String.join(
                        System.lineSeparator() + " ".repeat(indent), broken(line.substring(indent), COLUMNS - indent));
    }

    /** Returns the parts of a text that are not broken: its words, and a range such as {@code [1.5 - 2.5]} or {@code 98 %} as a whole. */
    public static List<String> words(String text) {
        return List.of(text.split(" (?!%( |$)|[^\\[]*])", -1));
    }

    /** Returns words in lines of so many columns, or more where a single word is longer. */
    public static List<String> broken(String words, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words(words)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
