package dev.atelier.runner.table;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What counts as a number in a table, and what as no value at all. */
final class Numbers {
    /** Java's own parser would also take "1d", "0x1p3" and "Infinity". */
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "?", "-");

    private Numbers() {}

    /** Whether a field is a number with a decimal point. */
    static boolean isNumber(String field) {
        return NUMBER.matcher(field).matches();
    }

    /** Whether a field of a column of numbers stands for a value that is not there. */
    static boolean isMissing(String field) {
        return MISSING.contains(field.toLowerCase(Locale.ROOT));
    }
}
