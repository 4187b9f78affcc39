package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.chart.ChartPicture;
import dev.atelier.runner.data.FileFault;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.data.WholeFile;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.page.Png;
import dev.atelier.runner.report.ModelReport;
import dev.atelier.runner.report.ReportPage;
import dev.atelier.runner.report.RunRecord;
import dev.atelier.runner.report.TableReportPage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures a network and writes the report on it. */
final class ReportFiles {
    private final @Nullable Path html;
    private final @Nullable Path folder;
    private final Consumer<String> progress;
    private final List<Path> written = new ArrayList<>();

    /**
     * Says where to write.
     *
     * @param html the file of the page, or null for none
     * @param folder where the pictures go, or null for none
     * @param progress takes lines on what is done
     */
    ReportFiles(@Nullable Path html, @Nullable Path folder, Consumer<String> progress) {
        this.html = html;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Measures on the test images and writes.
     *
     * @param run the run that trained the network, or null if that is not known
     * @return the files
     * @throws CommandFailure if one can't be written
     */
    List<Path> write(Backend backend, ModelFile.Model model, ImageData images, @Nullable RunRecord run) {
        ImageSet test = images.test();
        try (ModelRun network = new ModelRun(backend, model)) {
            Evaluation evaluation = network.evaluate(DataOptions.dataset(test, images.classes(), model.inputScale()));
            ModelReport.Subject subject = new ModelReport.Subject(
                    model, images.name(), test, backend.device().id() + ": " + backend.description());
            ReportPage page = new ReportPage(ModelReport.measure(
                    subject,
                    evaluation,
                    set -> network.outputs(DataOptions.dataset(set, images.classes(), model.inputScale())),
                    run,
                    line -> progress.accept("measures " + line)));
            if (html != null) {
                write(html, file -> WholeFile.writeBytes(file, page.toHtml().getBytes(StandardCharsets.UTF_8)));
            }
            if (folder != null) {
                for (Map.Entry<String, Supplier<BufferedImage>> picture :
                        page.pictures().entrySet()) {
                    writePicture(picture.getKey(), draw(picture.getValue()));
                }
            }
        }
        return written;
    }

    /**
     * Compares with the rows of a table and writes.
     *
     * @param table the rows as the network sees them
     * @param name what they are called
     * @param run the run that trained the network, or null if that is not known
     * @return the files
     * @throws CommandFailure if one can't be written
     */
    List<Path> write(Backend backend, ModelFile.Model model, Dataset table, String name, @Nullable RunRecord run) {
        try (ModelRun network = new ModelRun(backend, model)) {
            TableReportPage page = new TableReportPage(model, table, network.outputs(table), name, run);
            if (html != null) {
                write(html, file -> WholeFile.writeBytes(file, page.toHtml().getBytes(StandardCharsets.UTF_8)));
            }
            if (folder != null) {
                page.charts()
                        .forEach((chart, drawn) -> writePicture(chart, draw(() -> ChartPicture.draw(List.of(drawn)))));
            }
        }
        return written;
    }

    /** Draws a picture; where Java finds no fonts, or not the library that draws them, it fails with an error of its own. */
    private static BufferedImage draw(Supplier<BufferedImage> picture) {
        try {
            return picture.get();
        } catch (LinkageError | InternalError e) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "Java can't draw text on this machine (" + e.getMessage()
                            + "); install fonts, for example: apt-get install fontconfig fonts-dejavu-core; --html needs none",
                    e);
        }
    }

    private void writePicture(String name, BufferedImage picture) {
        Path target = folder;
        if (target != null) {
            write(target.resolve(name + ".png"), file -> {
                Files.createDirectories(target);
                Png.write(file, picture);
            });
        }
    }

    @FunctionalInterface
    private interface Writer {
        void write(Path file) throws IOException;
    }

    private void write(Path file, Writer writer) {
        try {
            writer.write(file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, file + ": can't be written: " + FileFault.reason(e), e);
        }
        written.add(file);
        progress.accept("wrote    " + file);
    }
}
