package dev.atelier.runner.chart;

import java.util.Locale;

/** An SVG drawing, written shape by shape. Lengths are in the units of {@link Chart#WIDTH}; y grows downwards. */
final class Svg {
    /** What the width of a character is on average, in parts of the font size: enough to lay out labels without a font at hand. */
    private static final double CHARACTER = 0.56;

    private static final String FONT = "font-family=\"sans-serif\"";

    /** Where a text begins, ends or has its middle. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder shapes = new StringBuilder();

    /** Returns the approximate width of a text. */
    static double width(String text, double size) {
        return CHARACTER * size * text.length();
    }

    /** Returns a length with no more digits than one sees. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceFirst("\\.?0+$", "");
    }

    Svg line(Ink ink, double x1, double y1, double x2, double y2) {
        shapes.append(String.format(
                Locale.ROOT,
                "<line %s x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>%n",
                ink.stroke(),
                number(x1),
                number(y1),
                number(x2),
                number(y2)));
        return this;
    }

    /** Draws a line through points; {@code points} is {@code x,y x,y ...}. */
    Svg polyline(Ink ink, String points) {
        shapes.append(String.format(Locale.ROOT, "<polyline %s fill=\"none\" points=\"%s\"/>%n", ink.stroke(), points));
        return this;
    }

    /** Draws a dot that tells its value to those who point at it. */
    Svg dot(Ink ink, double x, double y, double radius, String value) {
        shapes.append(String.format(
                Locale.ROOT,
                "<circle %s cx=\"%s\" cy=\"%s\" r=\"%s\">%s</circle>%n",
                ink.fill(),
                number(x),
                number(y),
                number(radius),
                tip(value)));
        return this;
    }

    /** Fills a rectangle that tells its value to those who point at it. */
    Svg rectangle(String paint, double x, double y, double width, double height, String value) {
        shapes.append(String.format(
                Locale.ROOT,
                "<rect %s x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\">%s</rect>%n",
                paint,
                number(x),
                number(y),
                number(width),
                number(height),
                tip(value)));
        return this;
    }

    /** Places a picture whose pixels stay as they are. */
    Svg picture(String url, double x, double y, double width, double height) {
        shapes.append(String.format(
                Locale.ROOT,
                "<image href=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" image-rendering=\"pixelated\"/>%n",
                Xml.escape(url),
                number(x),
                number(y),
                number(width),
                number(height)));
        return this;
    }

    Svg text(Ink ink, double x, double y, double size, Anchor anchor, String text) {
        return text(ink, x, y, size, anchor, text, "");
    }

    /** Writes a text; {@code more} is attributes. */
    Svg text(Ink ink, double x, double y, double size, Anchor anchor, String text, String more) {
        shapes.append(String.format(
                Locale.ROOT,
                "<text %s x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\"%s>%s</text>%n",
                ink.fill(),
                number(x),
                number(y),
                number(size),
                anchor.name().toLowerCase(Locale.ROOT),
                more.isEmpty() ? "" : " " + more,
                Xml.escape(text)));
        return this;
    }

    /** Returns the whole drawing on a white ground, which a page takes away. */
    String toElement(double width, double height, String description) {
        return String.format(
                Locale.ROOT,
                "<svg class=\"chart\" viewBox=\"0 0 %1$s %2$s\" width=\"%1$s\""
                        + " height=\"%2$s\" role=\"img\" aria-label=\"%3$s\" %4$s>%n"
                        + "<rect class=\"ground\" fill=\"#ffffff\" width=\"%1$s\" height=\"%2$s\"/>%n%5$s</svg>%n",
                number(width),
                number(height),
                Xml.escape(description),
                FONT,
                shapes);
    }

    private static String tip(String value) {
        return value.isEmpty() ? "" : "<title>" + Xml.escape(value) + "</title>";
    }
}
