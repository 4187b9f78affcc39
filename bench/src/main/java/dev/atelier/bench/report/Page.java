package dev.atelier.bench.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** One self-contained HTML page, written from top to bottom. */
public final class Page {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            <style>
            :root { color-scheme: light dark; --line: #d8dce2; --soft: #5b6470; --stripe: #f5f7f9; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem 4rem;
              background: #fff; color: #1d2127; }
            h1 { margin-bottom: 0.25rem; }
            h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
            p.note { color: var(--soft); margin: 0.25rem 0; }
            img { display: block; width: 100%%; height: auto; margin: 1.5rem 0; border: 1px solid var(--line);
              border-radius: 6px; }
            .table { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%%; margin: 1rem 0 2rem; font-size: 0.9rem;
              font-variant-numeric: tabular-nums; }
            caption { text-align: left; font-weight: 600; padding-bottom: 0.4rem; }
            th, td { text-align: right; padding: 0.3rem 0.7rem; white-space: nowrap; }
            th { border-bottom: 2px solid var(--line); font-weight: 600; color: var(--soft); }
            th:first-child, td:first-child { text-align: left; }
            tbody tr:nth-child(even) { background: var(--stripe); }
            @media (prefers-color-scheme: dark) {
              :root { --line: #3a4048; --soft: #a3adb9; --stripe: #1d2127; }
              body { background: #16181c; color: #e6e6e6; }
            }
            </style>
            </head>
            <body>
            <h1>%1$s</h1>
            """;

    private final StringBuilder html = new StringBuilder();

    /** Begins a page. */
    public Page(String title) {
        html.append(HEAD.formatted(escape(title)));
    }

    /** Adds a heading. */
    public Page heading(String text) {
        html.append("<h2>").append(escape(text)).append("</h2>\n");
        return this;
    }

    /** Adds a line of explanation, unless it is empty. */
    public Page note(String text) {
        if (!text.isEmpty()) {
            html.append("<p class=\"note\">").append(escape(text)).append("</p>\n");
        }
        return this;
    }

    /**
     * Adds a picture.
     *
     * @param description for those who can't see it
     */
    public Page picture(BufferedImage picture, String description) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        html.append("<img alt=\"")
                .append(escape(description))
                .append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png.toByteArray()))
                .append("\">\n");
        return this;
    }

    /** Adds a table. */
    public Page table(Table table) {
        html.append(table.toHtml());
        return this;
    }

    /** Returns the whole page. */
    public String toHtml() {
        return html + "</body>\n</html>\n";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
