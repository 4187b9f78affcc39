package dev.atelier.runner.page;

import dev.atelier.runner.chart.Xml;
import dev.atelier.runner.console.Lines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Figures in rows and columns, as plain text or HTML. */
public final class Table {
    private static final String GAP = "  ";

    /** What units have no need of. */
    private static final Pattern WORD = Pattern.compile("\\p{L}{4}");

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

    /** Returns the table as lines of text, columns aligned; cells of words are broken where a row would have more than 80 columns. */
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
        narrow(widths, all);
        StringBuilder text = new StringBuilder(Lines.wrap(title, 0)).append(System.lineSeparator());
        all.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    /** Takes columns from the widest columns until a row fits, down to the longest word of each. */
    private static void narrow(int[] widths, List<List<String>> rows) {
        int[] least = new int[widths.length];
        for (List<String> row : rows) {
            for (int i = 0; i < least.length; i++) {
                for (String word : Lines.words(row.get(i))) {
                    least[i] = Math.max(least[i], word.length());
                }
            }
        }
        int excess = Arrays.stream(widths).map(width -> GAP.length() + width).sum() - Lines.COLUMNS;
        for (; excess > 0; excess--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private static void append(StringBuilder text, List<String> row, int[] widths) {
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            cells.add(Lines.broken(row.get(i), widths[i]));
        }
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int k = 0; k < height; k++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String part = k < cells.get(i).size() ? cells.get(i).get(k) : "";
                line.append(GAP).append(part).append(" ".repeat(Math.max(0, widths[i] - part.length())));
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
    }

    /** Returns the table as an HTML element. */
    public String toHtml() {
        boolean[] words = new boolean[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < words.length; i++) {
                words[i] |= WORD.matcher(row.get(i)).find();
            }
        }
        String body = rows.stream()
                .map(row -> "<tr>" + cells(row, "td", words) + "</tr>\n")
                .collect(Collectors.joining());
        return "<div class=\"table\"><table>\n<caption>" + Xml.escape(title) + "</caption>\n<thead><tr>"
                + cells(columns, "th", words) + "</tr></thead>\n<tbody>\n" + body + "</tbody></table></div>\n";
    }

    /** Columns of figures are aligned at the right, those of words at the left. */
    private static String cells(List<String> row, String tag, boolean[] words) {
        StringBuilder cells = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            cells.append('<')
                    .append(tag)
                    .append(words[i] ? " class=\"words\">" : ">")
                    .append(Xml.escape(row.get(i)))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
        return cells.toString();
    }
}
