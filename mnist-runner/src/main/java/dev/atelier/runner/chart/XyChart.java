package dev.atelier.runner.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values over values: lines, scattered points, and dashed lines to compare with. */
public final class XyChart implements Chart {
    private static final double PLOT_HEIGHT = 230;
    private static final double BELOW = 52;
    private static final double RIGHT = 22;
    private static final double LINE_DOT = 3;
    private static final double POINT_DOT = 3.5;

    /** Lines with more points than this have no dots. */
    private static final int MOST_DOTS = 40;

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Series> all = new ArrayList<>();

    private enum Kind {
        LINE(Plot.Mark.LINE),
        POINTS(Plot.Mark.DOT),
        REFERENCE(Plot.Mark.LINE);

        private final Plot.Mark mark;

        Kind(Plot.Mark mark) {
            this.mark = mark;
        }
    }

    private static final class Series {
        private final String name;
        private final Kind kind;
        private final double[] xs;
        private final double[] ys;

        Series(String name, Kind kind, double[] xs, double[] ys) {
            this.name = name;
            this.kind = kind;
            this.xs = xs.clone();
            this.ys = ys.clone();
        }
    }

    /** Begins a chart. */
    public XyChart(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /**
     * Adds a line; where a value is not finite, the line is broken.
     *
     * @throws IllegalArgumentException unless there are as many {@code xs} as {@code ys}
     */
    public XyChart line(String name, double[] xs, double[] ys) {
        return add(name, Kind.LINE, xs, ys);
    }

    /**
     * Adds points.
     *
     * @throws IllegalArgumentException unless there are as many {@code xs} as {@code ys}
     */
    public XyChart points(String name, double[] xs, double[] ys) {
        return add(name, Kind.POINTS, xs, ys);
    }

    /**
     * Adds a dashed grey line, such as the ideal or a bound.
     *
     * @throws IllegalArgumentException unless there are as many {@code xs} as {@code ys}
     */
    public XyChart reference(String name, double[] xs, double[] ys) {
        return add(name, Kind.REFERENCE, xs, ys);
    }

    private XyChart add(String name, Kind kind, double[] xs, double[] ys) {
        if (xs.length != ys.length) {
            throw new IllegalArgumentException(
                    "'" + name + "' has " + xs.length + " places but " + ys.length + " values");
        }
        all.add(new Series(name, kind, xs, ys));
        return this;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String toSvg() {
        Svg svg = new Svg();
        Axis across = x.fitted(
                all.stream().flatMapToDouble(series -> Arrays.stream(series.xs)).toArray());
        Axis up = y.fitted(all.stream()
                        .flatMapToDouble(series -> Arrays.stream(series.ys))
                        .toArray())
                .rounded(y);
        List<Ink> inks = inks();
        double top = Plot.heading(svg, title, y.label());
        if (all.size() > 1) {
            top = Plot.legend(
                    svg,
                    top,
                    all.stream().map(series -> series.name).toList(),
                    inks,
                    all.stream().map(series -> series.kind.mark).toList());
        }
        double left = Plot.margin(up);
        Plot plot = new Plot(svg, left, top - 6, WIDTH - left - RIGHT, PLOT_HEIGHT);
        plot.horizontalGrid(up);
        plot.horizontalAxis(across);
        for (int i = 0; i < all.size(); i++) {
            draw(svg, plot, across, up, all.get(i), inks.get(i));
        }
        return svg.toElement(WIDTH, plot.bottom() + BELOW, title + ": " + y.label() + " by " + x.label());
    }

    private List<Ink> inks() {
        List<Ink> inks = new ArrayList<>();
        int coloured = 0;
        for (Series series : all) {
            inks.add(series.kind == Kind.REFERENCE ? Ink.REFERENCE : Ink.series(coloured++));
        }
        return inks;
    }

    private static void draw(Svg svg, Plot plot, Axis across, Axis up, Series series, Ink ink) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < series.xs.length; i++) {
            double px = plot.x(inside(across.position(series.xs[i])));
            double py = plot.y(inside(up.position(series.ys[i])));
            if (Double.isFinite(px) && Double.isFinite(py)) {
                points.append(Svg.number(px)).append(',').append(Svg.number(py)).append(' ');
            } else {
                flush(svg, series, ink, points);
            }
        }
        flush(svg, series, ink, points);
        if (series.kind == Kind.POINTS || (series.kind == Kind.LINE && series.xs.length <= MOST_DOTS)) {
            dots(svg, plot, across, up, series, ink);
        }
    }

    /** Returns a share of an axis, NaN beyond its ends, so that nothing is drawn outside of the plot. */
    private static double inside(double position) {
        return position < -1e-6 || position > 1 + 1e-6 ? Double.NaN : position;
    }

    private static void flush(Svg svg, Series series, Ink ink, StringBuilder points) {
        if (series.kind != Kind.POINTS && !points.isEmpty()) {
            svg.polyline(ink, points.toString().strip());
        }
        points.setLength(0);
    }

    private static void dots(Svg svg, Plot plot, Axis across, Axis up, Series series, Ink ink) {
        for (int i = 0; i < series.xs.length; i++) {
            double px = plot.x(inside(across.position(series.xs[i])));
            double py = plot.y(inside(up.position(series.ys[i])));
            if (Double.isFinite(px) && Double.isFinite(py)) {
                svg.dot(
                        ink,
                        px,
                        py,
                        series.kind == Kind.LINE ? LINE_DOT : POINT_DOT,
                        series.name + ": " + up.exact(series.ys[i]) + " at " + across.exact(series.xs[i]));
            }
        }
    }
}
