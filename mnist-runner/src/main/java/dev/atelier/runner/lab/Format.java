package dev.atelier.runner.lab;

import java.util.Locale;

/** Numbers as texts, the same everywhere. */
final class Format {
    private Format() {}

    static String of(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Returns a share as percent. */
    static String percent(double share) {
        return of("%.1f %%", 100 * share);
    }
}
