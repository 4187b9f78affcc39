package dev.atelier.runner.chart;

import dev.atelier.runner.chart.Svg.Anchor;
import java.util.List;

/** The part of a chart that values lie in: title, axes, grid and legend around it. */
final class Plot {
    static final double TITLE_SIZE = 16;
    static final double TEXT_SIZE = 13;

    private static final double EDGE = 12;
    private static final double LINE = 20;
    private static final double SWATCH = 14;
    private static final double SWATCH_GAP = 6;
    private static final double TICK_GAP = 8;

    private final Svg svg;
    private final double left;
    private final double top;
    private final double width;
    private final double height;

    /** A plot of given ends. */
    Plot(Svg svg, double left, double top, double width, double height) {
        this.svg = svg;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
    }

    double left() {
        return left;
    }

    double right() {
        return left + width;
    }

    double top() {
        return top;
    }

    double bottom() {
        return top + height;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    /** Returns where a share of the width lies. */
    double x(double share) {
        return left + share * width;
    }

    /** Returns where a share of the height lies, 0 at the bottom. */
    double y(double share) {
        return top + (1 - share) * height;
    }

    /** Returns the left margin that an axis' numbers need. */
    static double margin(Axis y) {
        double widest = 0;
        for (double tick : y.ticks()) {
            widest = Math.max(widest, Svg.width(y.tick(tick), TEXT_SIZE));
        }
        return EDGE + widest + TICK_GAP;
    }

    /** Writes a title and, below it, what is drawn upwards; returns where the next line goes. */
    static double heading(Svg svg, String title, String vertical) {
        double y = EDGE + TITLE_SIZE;
        double room = Chart.WIDTH - 2 * EDGE;
        svg.text(
                Ink.TEXT,
                EDGE,
                y,
                // Bold letters are wider.
                fitting(title, TITLE_SIZE, room / 1.1),
                Anchor.START,
                title,
                "font-weight=\"bold\"");
        y += LINE;
        if (!vertical.isEmpty()) {
            svg.text(Ink.SOFT, EDGE, y, fitting(vertical, TEXT_SIZE, room), Anchor.START, vertical);
            y += LINE;
        }
        return y;
    }

    /** Draws a line across for each tick of the vertical axis, with its number. */
    void horizontalGrid(Axis axis) {
        for (double tick : axis.ticks()) {
            double y = y(axis.position(tick));
            svg.line(Ink.GRID, left, y, right(), y);
            svg.text(Ink.SOFT, left - TICK_GAP, y + TEXT_SIZE / 3, TEXT_SIZE, Anchor.END, axis.tick(tick));
        }
    }

    /** Draws the horizontal axis with its ticks and label. */
    void horizontalAxis(Axis axis) {
        svg.line(Ink.AXIS, left, bottom(), right(), bottom());
        double reached = Double.NEGATIVE_INFINITY;
        for (double tick : axis.ticks()) {
            double x = x(axis.position(tick));
            String label = axis.tick(tick);
            double half = Svg.width(label, TEXT_SIZE) / 2;
            svg.line(Ink.AXIS, x, bottom(), x, bottom() + 4);
            if (x - half > reached) {
                svg.text(Ink.SOFT, x, bottom() + LINE - 2, TEXT_SIZE, Anchor.MIDDLE, label);
                reached = x + half + TICK_GAP;
            }
        }
        horizontalLabel(axis.label(), LINE);
    }

    /** Writes what lies along the bottom, below labels of a height. */
    void horizontalLabel(String label, double labels) {
        double middle = (left + right()) / 2;
        double room = 2 * Math.min(middle, Chart.WIDTH - middle) - EDGE;
        svg.text(Ink.SOFT, middle, bottom() + labels + LINE - 2, fitting(label, TEXT_SIZE, room), Anchor.MIDDLE, label);
    }

    /** Returns the size at which a text fits into a width, {@code size} at the most. */
    private static double fitting(String text, double size, double width) {
        return Math.min(size, size * width / Math.max(1, Svg.width(text, size)));
    }

    /** How a series is drawn, and so how the legend shows it. */
    enum Mark {
        BAR,
        LINE,
        DOT
    }

    /** Writes the names of the series in lines that wrap, from {@code y} on; returns where the next line goes. */
    static double legend(Svg svg, double y, List<String> names, List<Ink> inks, List<Mark> marks) {
        double x = EDGE;
        double baseline = y;
        for (int i = 0; i < names.size(); i++) {
            double needed = SWATCH + SWATCH_GAP + Svg.width(names.get(i), TEXT_SIZE);
            if (x > EDGE && x + needed > Chart.WIDTH - EDGE) {
                x = EDGE;
                baseline += LINE;
            }
            double middle = baseline - TEXT_SIZE / 3;
            switch (marks.get(i)) {
                case LINE -> svg.line(inks.get(i), x, middle, x + SWATCH, middle);
                case DOT -> svg.dot(inks.get(i), x + SWATCH / 2, middle, SWATCH / 3, "");
                case BAR -> svg.rectangle(inks.get(i).fill(), x, baseline - TEXT_SIZE + 3, SWATCH, TEXT_SIZE - 2, "");
            }
            svg.text(Ink.TEXT, x + SWATCH + SWATCH_GAP, baseline, TEXT_SIZE, Anchor.START, names.get(i));
            x += needed + 2 * SWATCH_GAP + EDGE / 2;
        }
        return baseline + LINE;
    }
}
