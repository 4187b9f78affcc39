package dev.atelier.runner.page;

import dev.atelier.runner.chart.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Figures in rows and columns, as plain text or HTML. */
public final class Table {
    private static final String GAP = "  ";

    private final String title;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** Makes a table without rows. */
    public Table(String title, String... columns) {
        this.title = title;
        this.columns = List.of(columns);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException unless it has a cell for each column
     */
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "'" + title + "' has " + columns.size() + " columns, but the row has " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Returns the table as lines of text, columns aligned. */
    public String toText() {
        List<List<String>> all = new ArrayList<>();
        all.add(columns);
        all.addAll(rows);
        int[] widths = new int[columns.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder(title).append(System.lineSeparator());
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                line.append(GAP).append(cell).append(" ".repeat(widths[i] - cell.length()));
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** Returns the table as an HTML element. */
    public String toHtml() {
        String body =
                rows.stream().map(row -> "<tr>" + cells(row, "td") + "</tr>\n").collect(Collectors.joining());
        return "<div class=\"table\"><table>\n<caption>" + Xml.escape(title) + "</caption>\n<thead><tr>"
                + cells(columns, "th") + "</tr></thead>\n<tbody>\n" + body + "</tbody></table></div>\n";
    }

    private static String cells(List<String> row, String tag) {
        return row.stream()
                .map(cell -> "<" + tag + ">" + Xml.escape(cell) + "</" + tag + ">")
                .collect(Collectors.joining());
    }
}
