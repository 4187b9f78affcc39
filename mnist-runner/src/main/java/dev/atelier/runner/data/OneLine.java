package dev.atelier.runner.data;

import java.util.regex.Pattern;

/**
 * Messages as they can be shown: they quote files, and what somebody else wrote there could move a terminal's cursor, turn the
 * direction of writing, or fill the screen.
 */
public final class OneLine {
    private static final Pattern BREAKS = Pattern.compile("[\\h\\v]*[\\v\t][\\h\\v]*");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}]");

    private static final int MOST = 1000;

    /** Of a longer message, the beginning is kept, which names the file, and so much of the end, which says what is wrong. */
    private static final int END = 300;

    private OneLine() {}

    /** Returns a text as one line of printable characters, with dots in its middle if it is long. */
    public static String of(String text) {
        String line = text;
        if (text.length() > MOST) {
            line = text.substring(0, MOST - END) + " ... " + text.substring(text.length() - END);
        }
        return UNPRINTABLE.matcher(BREAKS.matcher(line).replaceAll(" ")).replaceAll("?");
    }
}
