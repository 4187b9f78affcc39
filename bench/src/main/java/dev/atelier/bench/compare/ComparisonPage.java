package dev.atelier.bench.compare;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** The comparison as one self-contained HTML page. */
final class ComparisonPage {
    private ComparisonPage() {}

    /** Returns the page: the chart, then the tables as text. */
    static String of(BufferedImage chart, String tables) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(chart, "png", png);
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Atelier: devices compared</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
                img { max-width: 100%%; height: auto; }
                pre { overflow-x: auto; font-size: 0.85rem; }
                @media (prefers-color-scheme: dark) { body { background: #16181c; color: #e6e6e6; } }
                </style>
                </head>
                <body>
                <h1>Devices compared</h1>
                <img alt="Training speed by batch size, and speed of the matrix products" src="data:image/png;base64,%s">
                <pre>%s</pre>
                </body>
                </html>
                """.formatted(Base64.getEncoder().encodeToString(png.toByteArray()), escape(tables));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
