package dev.atelier.bench.report;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.command.OutputOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a chart and a page go. */
public final class PictureOptions {
    @Option(names = "--png", paramLabel = "FILE", description = "Writes the chart.")
    private @Nullable Path png;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with the chart and the tables.")
    private @Nullable Path html;

    /** Makes a page. */
    @FunctionalInterface
    public interface PageMaker {
        /** Returns the page. */
        Page make() throws IOException;
    }

    /** Checks that the files can be written, before anything slow is done. */
    public void check(OutputOptions output) {
        if (png != null) {
            output.checkWritable("--png", png);
        }
        if (html != null) {
            output.checkWritable("--html", html);
        }
    }

    /** Writes what is wanted. */
    public void write(Supplier<BufferedImage> chart, PageMaker page) {
        try {
            if (png != null) {
                ImageIO.write(chart.get(), "png", png.toFile());
            }
            if (html != null) {
                Files.writeString(html, page.make().toHtml());
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "the chart can't be written: " + e.getMessage(), e);
        }
    }
}
