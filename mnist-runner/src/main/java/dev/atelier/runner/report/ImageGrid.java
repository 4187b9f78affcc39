package dev.atelier.runner.report;

import dev.atelier.runner.chart.Xml;
import dev.atelier.runner.page.DataUrl;
import dev.atelier.runner.page.Page;
import java.awt.image.BufferedImage;
import java.util.List;

/** Small images in rows, each with a caption. */
final class ImageGrid {
    private static final String STYLE = """
            .images { display: grid; grid-template-columns: repeat(auto-fill, minmax(4.2rem, 1fr)); gap: 0.5rem; margin: 1rem 0; }
            .images figure { margin: 0; text-align: center; break-inside: avoid; }
            .images img { width: 100%; height: auto; margin: 0; image-rendering: pixelated; border-radius: 3px; }
            .images figcaption { font-size: 0.75rem; line-height: 1.25; color: var(--soft); }
            details summary { cursor: pointer; color: var(--soft); }
            """;

    private ImageGrid() {}

    /**
     * A small image.
     *
     * @param picture what is seen
     * @param caption what stands below it
     * @param description what is seen, in words
     */
    record Captioned(BufferedImage picture, String caption, String description) {}

    /** Readies a page for {@link #add}. */
    static void style(Page page) {
        page.style(STYLE);
    }

    /**
     * Adds images to a page.
     *
     * @param shown how many can be seen at once; the rest is there when it is asked for
     */
    static void add(Page page, List<Captioned> images, int shown) {
        page.element(rows(images.subList(0, Math.min(shown, images.size()))));
        if (images.size() > shown) {
            page.element("<details><summary>the other " + (images.size() - shown) + "</summary>\n"
                    + rows(images.subList(shown, images.size())) + "</details>");
        }
    }

    private static String rows(List<Captioned> images) {
        StringBuilder rows = new StringBuilder("<div class=\"images\">\n");
        for (Captioned image : images) {
            rows.append("<figure><img alt=\"")
                    .append(Xml.escape(image.description))
                    .append("\" src=\"")
                    .append(DataUrl.png(image.picture))
                    .append("\"/><figcaption>")
                    .append(Xml.escape(image.caption))
                    .append("</figcaption></figure>\n");
        }
        return rows.append("</div>\n").toString();
    }
}
