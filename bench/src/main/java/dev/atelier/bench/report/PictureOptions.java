package dev.atelier.bench.report;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.chart.ChartPicture;
import dev.atelier.runner.command.OutputOptions;
import dev.atelier.runner.data.WholeFile;
import dev.atelier.runner.page.Page;
import dev.atelier.runner.page.Png;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
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
                Png.write(png, ChartPicture.draw(charts.get()));
            }
            if (html != null) {
                WholeFile.writeBytes(html, page.get().toHtml().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "the chart can't be written: " + e.getMessage(), e);
        }
    }
}
