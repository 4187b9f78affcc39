package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.model.ImageSize;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.report.RunRecord;
import dev.atelier.runner.table.TableSchema;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a saved network learned. */
@Command(
        name = "report",
        description =
                "Shows what a saved network learned and where it fails, as one HTML file that needs no other. For one that was trained"
                        + " on a table, --data names the table to try it on.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "MODEL", description = "A safetensors file, from train --save-model or from PyTorch.")
    private @Nullable Path modelFile;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "The file to write. Default: the model's name with .html, in the current folder, unless there is --png.")
    private @Nullable Path page;

    @Option(
            names = "--png",
            paramLabel = "DIR",
            description =
                    "Writes the pictures to this folder: weights.png, what the 100 most important neurons of the first"
                            + " layer look for, the surest mistakes, and the charts.")
    private @Nullable Path folder;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description =
                    "What train --json FILE wrote when the network was trained. Default: what its file says; this has times as well.")
    private @Nullable Path history;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final SeparatorOption separator = new SeparatorOption();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = modelFile;
        if (file == null) {
            throw new IllegalStateException("MODEL is required");
        }
        output.check();
        Path html = page == null && folder == null ? usualPage(file) : page;
        if (html != null) {
            output.checkWritable("--html", html);
        }
        BackendOptions options = device.options(surroundings, data.cacheFolder());
        ModelFile.Model model = ModelFile.read(file);
        TableSchema schema = model.table();
        Dataset rows = null;
        String name = "";
        if (schema == null) {
            // Refuses what sees no images.
            ImageSize.of(file, model);
        } else {
            Path table = EvalCommand.table(schema, data);
            rows = schema.dataset(separator.read(table));
            name = table.toString();
        }
        RunRecord run = history == null ? saved(file, model) : RunRecord.read(history);
        PrintStream text = output.text(surroundings);
        if (rows == null) {
            data.startLoading(surroundings);
        }
        Consumer<String> progress = output.progress(text);
        try (Backend backend = device.open(options, progress)) {
            ReportFiles files = new ReportFiles(html, folder, progress);
            List<Path> written;
            if (rows == null) {
                ImageData images = data.loaded();
                EvalCommand.checkFit(file, model, images, images.test());
                written = files.write(backend, model, images, run);
            } else {
                written = files.write(backend, model, rows, name, run);
            }
            output.writeJson(surroundings, json -> {
                json.writeArrayPropertyStart("written");
                written.forEach(path -> json.writeString(path.toString()));
                json.writeEndArray();
            });
        }
        return 0;
    }

    /** Returns what the model's file says about its training, or null if it says nothing. */
    private static @Nullable RunRecord saved(Path file, ModelFile.Model model) {
        if (model.training().isEmpty()) {
            return null;
        }
        try {
            return RunRecord.parse(model.training().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new DataException(
                    file + ": the metadata are faulty: the record of the training: " + e.getMessage(), e);
        }
    }

    private static Path usualPage(Path model) {
        String name = String.valueOf(model.getFileName());
        int dot = name.lastIndexOf('.');
        return Path.of((dot > 0 ? name.substring(0, dot) : name) + ".html");
    }
}
