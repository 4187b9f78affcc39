package dev.atelier.bench.report;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.chart.ChartPicture;
import dev.atelier.runner.command.OutputOptions;
import dev.atelier.runner.page.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a chart and a page go. */
public final class PictureOptions {
    @Option(names = "--png", paramLabel = "FILE", description = "Writes the charts.")
    private @Nullable Path png;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with the charts and the tables.")
    private @Nullable Path html;

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
    public void write(Supplier<List<Chart>> charts, Supplier<Page> page) {
        try {
            if (png != null) {
                ImageIO.write(ChartPicture.draw(charts.get()), "png", png.toFile());
            }
            if (html != null) {
                Files.writeString(html, page.get().toHtml());
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "the chart can't be written: " + e.getMessage(), e);
        }
    }
}
