package dev.atelier.bench;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A chart and its tables as one self-contained HTML page. */
public final class ChartPage {
    private ChartPage() {}

    /**
     * Writes the chart and the page, where they are wanted.
     *
     * @param alternative what the chart shows, for those who can't see it
     * @throws CommandFailure if a file can't be written
     */
    public static void write(
            @Nullable Path png,
            @Nullable Path html,
            String title,
            String alternative,
            BufferedImage chart,
            String tables) {
        try {
            if (png != null) {
                ImageIO.write(chart, "png", png.toFile());
            }
            if (html != null) {
                Files.writeString(html, of(title, alternative, chart, tables));
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "the chart can't be written: " + e.getMessage(), e);
        }
    }

    /** Returns the page: the chart, then the tables as text. */
    static String of(String title, String alternative, BufferedImage chart, String tables) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(chart, "png", png);
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Atelier: %s</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
                img { max-width: 100%%; height: auto; }
                pre { overflow-x: auto; font-size: 0.85rem; }
                @media (prefers-color-scheme: dark) { body { background: #16181c; color: #e6e6e6; } }
                </style>
                </head>
                <body>
                <h1>%s</h1>
                <img alt="%s" src="data:image/png;base64,%s">
                <pre>%s</pre>
                </body>
                </html>
                """.formatted(
                title, title, alternative, Base64.getEncoder().encodeToString(png.toByteArray()), escape(tables));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
