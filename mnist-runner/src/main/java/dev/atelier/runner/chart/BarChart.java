package dev.atelier.runner.chart;

import dev.atelier.runner.chart.Svg.Anchor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A group of upright bars for each of some categories. */
public final class BarChart implements Chart {
    private static final double PLOT_HEIGHT = 220;
    private static final double RIGHT = 16;
    private static final double LABEL_LINE = 20;
    private static final double SLANT = Math.toRadians(35);

    /** The part of a category's room that its bars take. */
    private static final double FILLED = 0.76;

    private final String title;
    private final String categoryLabel;
    private final List<String> categories;
    private final Axis y;
    private final List<String> names = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();

    /**
     * Begins a chart.
     *
     * @param categoryLabel what the categories are
     * @param categories their names, at least one
     * @param y the values' axis
     */
    public BarChart(String title, String categoryLabel, List<String> categories, Axis y) {
        this.title = title;
        this.categoryLabel = categoryLabel;
        this.categories = List.copyOf(categories);
        this.y = y;
    }

    /**
     * Adds a bar to each group; a value that is not finite has none.
     *
     * @throws IllegalArgumentException unless there is a value for each category
     */
    public BarChart series(String name, double[] heights) {
        if (heights.length != categories.size()) {
            throw new IllegalArgumentException(
                    "'" + name + "' has " + heights.length + " values for " + categories.size() + " categories");
        }
        names.add(name);
        values.add(heights.clone());
        return this;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String toSvg() {
        Svg svg = new Svg();
        Axis up = axis();
        List<Ink> inks = IntStream.range(0, names.size()).mapToObj(Ink::series).toList();
        double top = Plot.heading(svg, title, y.label());
        if (names.size() > 1) {
            top = Plot.legend(svg, top, names, inks, Collections.nCopies(names.size(), Plot.Mark.BAR));
        }
        double left = Plot.margin(up);
        Plot plot = new Plot(svg, left, top - 6, WIDTH - left - RIGHT, PLOT_HEIGHT);
        plot.horizontalGrid(up);
        for (int i = 0; i < names.size(); i++) {
            bars(svg, plot, up, i, inks.get(i));
        }
        double base = plot.y(Math.min(1, Math.max(0, up.position(0))));
        svg.line(Ink.AXIS, plot.left(), base, plot.right(), base);
        double labels = labels(svg, plot);
        plot.horizontalLabel(categoryLabel, labels);
        return svg.toElement(
                WIDTH, plot.bottom() + labels + LABEL_LINE + 12, title + ": " + y.label() + " by " + categoryLabel);
    }

    /** Returns the axis of the values; bars grow from zero, unless the axis was told where to begin. */
    private Axis axis() {
        double[] shown = values.stream().flatMapToDouble(Arrays::stream).toArray();
        double[] withZero = Arrays.copyOf(shown, shown.length + 1);
        return y.fitted(withZero).rounded(y);
    }

    private void bars(Svg svg, Plot plot, Axis up, int series, Ink ink) {
        double room = plot.width() / categories.size();
        double width = room * FILLED / names.size();
        double base = plot.y(Math.min(1, Math.max(0, up.position(0))));
        for (int i = 0; i < categories.size(); i++) {
            double value = values.get(series)[i];
            if (Double.isFinite(value)) {
                double end = plot.y(Math.min(1, Math.max(0, up.position(value))));
                double x = plot.left() + room * (i + (1 - FILLED) / 2) + series * width;
                svg.rectangle(
                        ink.fill(),
                        x,
                        Math.min(base, end),
                        width * 0.94,
                        Math.abs(end - base),
                        categories.get(i) + ", " + names.get(series) + ": " + up.exact(value));
            }
        }
    }

    /** Writes the categories, slanted where they need more room than there is; returns their height. */
    private double labels(Svg svg, Plot plot) {
        double room = plot.width() / categories.size();
        double widest = categories.stream()
                .mapToDouble(name -> Svg.width(name, Plot.TEXT_SIZE))
                .max()
                .orElse(0);
        boolean slanted = widest > room;
        for (int i = 0; i < categories.size(); i++) {
            double x = plot.left() + room * (i + 0.5);
            double y = plot.bottom() + LABEL_LINE - 2;
            if (slanted) {
                String turn = String.format(
                        Locale.ROOT,
                        "transform=\"rotate(%s %s %s)\"",
                        Svg.number(-Math.toDegrees(SLANT)),
                        Svg.number(x + 4),
                        Svg.number(y - 4));
                svg.text(Ink.SOFT, x + 4, y - 4, Plot.TEXT_SIZE, Anchor.END, categories.get(i), turn);
            } else {
                svg.text(Ink.SOFT, x, y, Plot.TEXT_SIZE, Anchor.MIDDLE, categories.get(i));
            }
        }
        return slanted ? LABEL_LINE + widest * Math.sin(SLANT) : LABEL_LINE;
    }
}
