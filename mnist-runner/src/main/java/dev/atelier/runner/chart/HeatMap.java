package dev.atelier.runner.chart;

import dev.atelier.runner.chart.Svg.Anchor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A colour for each pair of a row and a column. */
public final class HeatMap implements Chart {
    private static final double BAR_WIDTH = 14;
    private static final double BAR_ROOM = 76;
    private static final double LABEL_LINE = 20;
    private static final double GAP = 1;
    private static final double LARGEST_CELL = 44;
    private static final int BAR_STEPS = 32;

    private final String title;
    private final String columnLabel;
    private final List<String> columns;
    private final String rowLabel;
    private final List<String> rows;
    private double[][] values;
    private String @Nullable [][] texts;
    private Axis axis = Axis.of("");
    private ColourMap colours = ColourMap.SEQUENTIAL;

    /**
     * Begins a chart without values.
     *
     * @param columnLabel what the columns are
     * @param columns their names, from left to right, at least one
     * @param rowLabel what the rows are
     * @param rows their names, from top to bottom, at least one
     */
    public HeatMap(String title, String columnLabel, List<String> columns, String rowLabel, List<String> rows) {
        this.title = title;
        this.columnLabel = columnLabel;
        this.columns = List.copyOf(columns);
        this.rowLabel = rowLabel;
        this.rows = List.copyOf(rows);
        this.values = new double[rows.size()][columns.size()];
    }

    /**
     * Sets the values.
     *
     * @param cells {@code [rows][columns]}; one that is not finite has no colour
     * @param scale what they are, and the values of the first colour and the last
     * @throws IllegalArgumentException if the shape is another one
     */
    public HeatMap values(double[][] cells, Axis scale, ColourMap map) {
        if (cells.length != rows.size() || Arrays.stream(cells).anyMatch(row -> row.length != columns.size())) {
            throw new IllegalArgumentException("'" + title + "' has " + rows.size() + " rows of " + columns.size()
                    + " columns, which the values do not have");
        }
        values = Arrays.stream(cells).map(double[]::clone).toArray(double[][]::new);
        axis = scale;
        colours = map;
        return this;
    }

    /** Sets what is written in the cells, {@code [rows][columns]}. */
    public HeatMap texts(String[][] cells) {
        texts = Arrays.stream(cells).map(String[]::clone).toArray(String[][]::new);
        return this;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String toSvg() {
        Svg svg = new Svg();
        Axis range = axis.fitted(
                Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray());
        double widest = rows.stream()
                .mapToDouble(name -> Svg.width(name, Plot.TEXT_SIZE))
                .max()
                .orElse(0);
        double left = 20 + widest;
        double top = Plot.heading(svg, title, rowLabel) - 6;
        // Few columns with long names are so wide that each name has its place.
        double cell = Math.min(Math.max(LARGEST_CELL, widestColumn() + 8), (WIDTH - left - BAR_ROOM) / columns.size());
        double cellHeight = Math.max(Math.min(cell, LARGEST_CELL), rows.size() == 1 ? LARGEST_CELL : 0);
        Plot plot = new Plot(svg, left, top, cell * columns.size(), cellHeight * rows.size());
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                cell(svg, plot, range, row, column);
            }
        }
        names(svg, plot);
        plot.horizontalLabel(columnLabel, LABEL_LINE);
        bar(svg, plot, range);
        return svg.toElement(
                WIDTH,
                plot.bottom() + 2 * LABEL_LINE + 12,
                title + ": " + axis.label() + " by " + rowLabel + " and " + columnLabel);
    }

    private double widestColumn() {
        return columns.stream()
                .mapToDouble(name -> Svg.width(name, Plot.TEXT_SIZE))
                .max()
                .orElse(0);
    }

    private void cell(Svg svg, Plot plot, Axis range, int row, int column) {
        double width = plot.width() / columns.size();
        double height = plot.height() / rows.size();
        double x = plot.left() + column * width;
        double y = plot.top() + row * height;
        double value = values[row][column];
        boolean coloured = Double.isFinite(value);
        int rgb = colours.rgb(range.position(value));
        String text = texts == null ? "" : texts[row][column];
        String tip = rowLabel + " " + rows.get(row) + ", " + columnLabel + " " + columns.get(column) + ": "
                + (coloured ? range.exact(value) : text);
        svg.rectangle(
                coloured ? String.format(Locale.ROOT, "fill=\"#%06x\"", rgb) : "class=\"none filled\" fill=\"#eceff3\"",
                x,
                y,
                width - GAP,
                height - GAP,
                tip);
        if (!text.isEmpty()) {
            double size = Math.min(Plot.TEXT_SIZE, 0.75 * width / Svg.width(text, 1));
            Ink ink = coloured ? new Ink("onCell", ColourMap.isBright(rgb) ? "#000000" : "#ffffff", "") : Ink.TEXT;
            svg.text(ink, x + width / 2, y + height / 2 + size / 3, size, Anchor.MIDDLE, text);
        }
    }

    private void names(Svg svg, Plot plot) {
        double width = plot.width() / columns.size();
        double height = plot.height() / rows.size();
        int columnStride = (int) Math.max(1, Math.ceil((widestColumn() + 2) / width));
        for (int column = 0; column < columns.size(); column += columnStride) {
            double x = plot.left() + (column + 0.5) * width;
            svg.text(Ink.SOFT, x, plot.bottom() + LABEL_LINE - 4, Plot.TEXT_SIZE, Anchor.MIDDLE, columns.get(column));
        }
        int rowStride = (int) Math.max(1, Math.ceil(Plot.TEXT_SIZE / height));
        for (int row = 0; row < rows.size(); row += rowStride) {
            double y = plot.top() + (row + 0.5) * height + Plot.TEXT_SIZE / 3;
            svg.text(Ink.SOFT, plot.left() - 6, y, Plot.TEXT_SIZE, Anchor.END, rows.get(row));
        }
    }

    /** Draws the colours with their values. */
    private void bar(Svg svg, Plot plot, Axis range) {
        double x = plot.right() + 14;
        double step = plot.height() / BAR_STEPS;
        for (int i = 0; i < BAR_STEPS; i++) {
            int rgb = colours.rgb((i + 0.5) / BAR_STEPS);
            // Overlapping by half a unit, so that no gaps show between them.
            svg.rectangle(
                    String.format(Locale.ROOT, "fill=\"#%06x\"", rgb),
                    x,
                    plot.bottom() - (i + 1) * step,
                    BAR_WIDTH,
                    step + (i == 0 ? 0 : 0.5),
                    "");
        }
        for (double tick : range.ticks()) {
            double y = plot.y(range.position(tick)) + Plot.TEXT_SIZE / 3;
            svg.text(Ink.SOFT, x + BAR_WIDTH + 5, y, Plot.TEXT_SIZE, Anchor.START, range.tick(tick));
        }
    }
}
