package dev.atelier.runner.page;

import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.chart.Xml;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One self-contained HTML page, written from top to bottom: light or dark as the reader's system is, readable on a phone, printable,
 * and without anything to fetch or to run. It is well-formed XML as well.
 */
public final class Page {
    private static final String STYLE = read("page.css");

    private final String title;
    private final StringBuilder style = new StringBuilder(STYLE);
    private final StringBuilder body = new StringBuilder();
    private final List<String> headings = new ArrayList<>();
    private int contents = -1;

    /** Begins a page. */
    public Page(String title) {
        this.title = title;
    }

    /** Returns the style sheet that all pages share: colours by light and dark, text, tables, figures, charts and print. */
    public static String style() {
        return STYLE;
    }

    /** Adds rules to the page's style sheet. */
    public Page style(String css) {
        style.append(css);
        return this;
    }

    /** Puts links to all headings here. */
    public Page contents() {
        contents = body.length();
        return this;
    }

    /** Adds a heading. */
    public Page heading(String text) {
        headings.add(text);
        body.append("<h2 id=\"part")
                .append(headings.size())
                .append("\">")
                .append(Xml.escape(text))
                .append("</h2>\n");
        return this;
    }

    /** Adds a heading below the last one. */
    public Page subheading(String text) {
        return element("<h3>" + Xml.escape(text) + "</h3>");
    }

    /** Adds a paragraph. */
    public Page paragraph(String text) {
        return element("<p>" + Xml.escape(unbroken(text)) + "</p>");
    }

    /** Adds a line of explanation, unless it is empty. */
    public Page note(String text) {
        return text.isEmpty() ? this : element("<p class=\"note\">" + Xml.escape(unbroken(text)) + "</p>");
    }

    /** Keeps a percent sign on the line of its number. */
    private static String unbroken(String text) {
        return text.replace(" %", "\u00a0%");
    }

    /** Adds the figures that matter most, large, each with its name. */
    public Page keyFigures(Map<String, String> figures) {
        StringBuilder list = new StringBuilder("<dl class=\"key\">\n");
        figures.forEach((name, value) -> list.append("<div><dt>")
                .append(Xml.escape(name))
                .append("</dt><dd>")
                .append(Xml.escape(value))
                .append("</dd></div>\n"));
        return element(list + "</dl>");
    }

    /** Adds charts, side by side where there is room. */
    public Page charts(Chart... charts) {
        StringBuilder figures = new StringBuilder("<div class=\"charts\">\n");
        for (Chart chart : charts) {
            figures.append("<figure>").append(chart.toSvg()).append("</figure>\n");
        }
        return element(figures + "</div>");
    }

    /**
     * Adds a picture.
     *
     * @param description for those who can't see it
     */
    public Page picture(BufferedImage picture, String description) {
        return element("<img src=\"" + DataUrl.png(picture) + "\" alt=\"" + Xml.escape(description) + "\"/>");
    }

    /** Adds a table. */
    public Page table(Table table) {
        return element(table.toHtml());
    }

    /** Adds an element as it is: well-formed XML, texts in it escaped with {@link Html#escape}. */
    public Page element(String xml) {
        body.append(xml.stripTrailing()).append('\n');
        return this;
    }

    /** Returns the whole page. */
    public String toHtml() {
        StringBuilder all = new StringBuilder(body);
        if (contents >= 0) {
            all.insert(contents, links());
        }
        return String.format(Locale.ROOT, """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>%1$s</title>
                <link rel="icon" href="data:,"/>
                <style>
                %2$s</style>
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                %3$s</main>
                </body>
                </html>
                """, Xml.escape(title), style, all);
    }

    private String links() {
        StringBuilder links = new StringBuilder("<nav aria-label=\"Contents\">\n");
        for (int i = 0; i < headings.size(); i++) {
            links.append("<a href=\"#part")
                    .append(i + 1)
                    .append("\">")
                    .append(Xml.escape(headings.get(i)))
                    .append("</a>\n");
        }
        return links + "</nav>\n";
    }

    private static String read(String resource) {
        try (InputStream stream = Page.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the program is incomplete: there is no " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
