package dev.atelier.runner.chart;

import java.util.List;

/**
 * A colour with a part to play. The value is that on white; in a page the style sheet may give the class another one, such as a
 * lighter one on black.
 *
 * @param role the class of the style sheet
 * @param colour {@code #rrggbb}
 * @param more further attributes of a line
 */
record Ink(String role, String colour, String more) {
    /** Titles and values. */
    static final Ink TEXT = new Ink("ink", "#1d2127", "");

    /** Labels of axes. */
    static final Ink SOFT = new Ink("soft", "#5b6470", "");

    /** Lines that guide the eye. */
    static final Ink GRID = new Ink("grid", "#d8dce2", "stroke-width=\"1\"");

    /** The line at the end of a plot that values start from. */
    static final Ink AXIS = new Ink("axis", "#8a929c", "stroke-width=\"1\"");

    /** A line that is not measured, such as the ideal. */
    static final Ink REFERENCE = new Ink("reference", "#5b6470", "stroke-width=\"1.5\" stroke-dasharray=\"5 4\"");

    private static final String SERIES_LINE = "stroke-width=\"2\" stroke-linejoin=\"round\"";

    /** Blue, vermilion, green, purple, orange and sky blue of Okabe and Ito (2008), in an order that keeps neighbours apart. */
    private static final List<Ink> SERIES = List.of(
            new Ink("series0", "#0072b2", SERIES_LINE),
            new Ink("series1", "#d55e00", SERIES_LINE),
            new Ink("series2", "#009e73", SERIES_LINE),
            new Ink("series3", "#cc79a7", SERIES_LINE),
            new Ink("series4", "#e69f00", SERIES_LINE),
            new Ink("series5", "#56b4e9", SERIES_LINE));

    /** Dashes of the lines beyond the sixth, which repeat the colours. */
    private static final List<String> DASHES = List.of("", " stroke-dasharray=\"7 3\"", " stroke-dasharray=\"2 3\"");

    /** Returns the ink of the {@code index}-th series. */
    static Ink series(int index) {
        Ink ink = SERIES.get(index % SERIES.size());
        String dash = DASHES.get(index / SERIES.size() % DASHES.size());
        return dash.isEmpty() ? ink : new Ink(ink.role, ink.colour, ink.more + dash);
    }

    /** Returns the attributes of something filled. */
    String fill() {
        return "class=\"" + role + " filled\" fill=\"" + colour + "\"";
    }

    /** Returns the attributes of a line. */
    String stroke() {
        return "class=\"" + role + " drawn\" stroke=\"" + colour + "\" " + more;
    }
}
