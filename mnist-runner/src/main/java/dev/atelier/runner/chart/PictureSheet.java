package dev.atelier.runner.chart;

import dev.atelier.runner.chart.Svg.Anchor;
import java.util.List;

/** Small pictures in rows, each with a caption of a few lines. */
public final class PictureSheet implements Chart {
    private static final double EDGE = 12;
    private static final double GAP = 8;
    private static final double TEXT_SIZE = 11;
    private static final double LINE = 14;

    private final String title;
    private final int columns;
    private final List<Entry> entries;

    /**
     * One picture.
     *
     * @param url of the picture, one that holds it
     * @param height its height, where its width is 1
     * @param caption what stands below it, line by line
     */
    public record Entry(String url, double height, List<String> caption) {
        /** Copies the list. */
        public Entry {
            caption = List.copyOf(caption);
        }
    }

    /** Makes a sheet; {@code columns} is how many pictures are side by side, at least 1. */
    public PictureSheet(String title, int columns, List<Entry> entries) {
        this.title = title;
        this.columns = columns;
        this.entries = List.copyOf(entries);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String toSvg() {
        Svg svg = new Svg();
        double top = Plot.heading(svg, title, "") - TEXT_SIZE;
        double width = (WIDTH - 2 * EDGE + GAP) / columns - GAP;
        double rowHeight =
                width * entries.stream().mapToDouble(Entry::height).max().orElse(0)
                        + LINE
                                * entries.stream()
                                        .mapToInt(entry -> entry.caption().size())
                                        .max()
                                        .orElse(0)
                        + GAP;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            int row = i / columns;
            double x = EDGE + (i - row * columns) * (width + GAP);
            double y = top + row * rowHeight;
            svg.picture(entry.url(), x, y, width, width * entry.height());
            for (int line = 0; line < entry.caption().size(); line++) {
                svg.text(
                        Ink.SOFT,
                        x + width / 2,
                        y + width * entry.height() + (line + 1) * LINE - 2,
                        TEXT_SIZE,
                        Anchor.MIDDLE,
                        entry.caption().get(line));
            }
        }
        int rows = (entries.size() + columns - 1) / columns;
        return svg.toElement(WIDTH, top + rows * rowHeight + EDGE, title);
    }
}
