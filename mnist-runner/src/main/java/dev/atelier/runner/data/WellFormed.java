package dev.atelier.runner.data;

import java.nio.charset.StandardCharsets;

/** Text that can be written again: in JSON's strings, escapes can spell halves of characters, which UTF-8 does not have. */
public final class WellFormed {
    private WellFormed() {}

    /** Whether every surrogate in a text has the other half of its pair. */
    public static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
