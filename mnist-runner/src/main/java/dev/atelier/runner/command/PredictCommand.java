package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.model.ImageSize;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.table.CsvTable;
import dev.atelier.runner.table.TableSchema;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** Says which class pictures belong to. */
@Command(
        name = "predict",
        description = "Says which class pictures belong to and how likely each class is, or what a table's rows lack.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit code 3 if a file can't be used; the others' results are printed all the same."})
final class PredictCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A safetensors file, from train --save-model or from PyTorch.")
    private @Nullable Path modelFile;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description = "Pictures of any size: PNG, JPEG, GIF or BMP; or one CSV file, for a network that was trained"
                    + " on a table.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final PictureInput input = new PictureInput();

    @Mixin
    private final SeparatorOption separator = new SeparatorOption();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    PredictCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = modelFile;
        if (file == null) {
            throw new IllegalStateException("MODEL is required");
        }
        output.check();
        input.check(files);
        BackendOptions options = device.options(surroundings, input.data().cacheFolder());
        ModelFile.Model model = ModelFile.read(file);
        TableSchema schema = model.table();
        if (schema != null) {
            return predictTable(file, model, schema, options);
        }
        PictureInput.Selection pictures = input.read(files, ImageSize.of(file, model), surroundings);
        if (!pictures.readable().isEmpty()) {
            report(pictures, classify(model, pictures.readable(), options));
        }
        pictures.faults().forEach(fault -> surroundings.err().println("error: " + fault.replaceAll("\\R", " ")));
        surroundings.err().flush();
        return (pictures.faults().isEmpty() ? ExitCode.DONE : ExitCode.DATA).code();
    }

    private int predictTable(Path file, ModelFile.Model model, TableSchema schema, BackendOptions options) {
        if (files.size() != 1) {
            throw new DataException(
                    file + ": predicts '" + schema.target().name() + "' from the rows of a table; name one CSV file");
        }
        CsvTable table = separator.read(files.get(0));
        // Standard output is for the table alone.
        try (Backend backend = device.open(options, line -> {})) {
            TablePrediction prediction = TablePrediction.of(backend, model, schema, table);
            prediction.print(output.text(surroundings));
            output.writeJson(surroundings, prediction::writeJson);
        }
        return ExitCode.DONE.code();
    }

    private List<ClassTable> classify(
            ModelFile.Model model, List<PictureInput.Picture> pictures, BackendOptions options) {
        int features = model.weights().spec().inputs();
        int classes = model.weights().spec().outputs();
        byte[] pixels = new byte[Math.multiplyExact(pictures.size(), features)];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i).pixels(), 0, pixels, i * features, features);
        }
        Dataset dataset = Dataset.ofBytes(pixels, features, model.inputScale(), new int[pictures.size()], classes);
        PrintStream text = output.text(surroundings);
        float[] outputs;
        try (Backend backend = device.open(options, line -> {
                    if (!output.quiet()) {
                        text.println(line);
                    }
                });
                ModelRun run = new ModelRun(backend, model)) {
            outputs = run.outputs(dataset);
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return IntStream.range(0, pictures.size())
                .mapToObj(i -> new ClassTable(
                        names, model.loss(), Arrays.copyOfRange(outputs, i * classes, (i + 1) * classes)))
                .toList();
    }

    private void report(PictureInput.Selection pictures, List<ClassTable> verdicts) {
        PrintStream text = output.text(surroundings);
        for (int i = 0; i < verdicts.size(); i++) {
            PictureInput.Picture picture = pictures.readable().get(i);
            String label = picture.label() < 0 ? "" : ", labelled " + picture.label();
            text.println(picture.name() + ": " + verdicts.get(i).summary() + label);
            if (!output.quiet()) {
                verdicts.get(i).print(text);
            }
        }
        text.flush();
        output.writeJson(surroundings, json -> {
            json.writeArrayPropertyStart("predictions");
            for (int i = 0; i < verdicts.size(); i++) {
                write(json, pictures.readable().get(i), verdicts.get(i));
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("errors");
            pictures.faults().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, PictureInput.Picture picture, ClassTable verdict) {
        json.writeStartObject();
        json.writeStringProperty("input", picture.name());
        if (picture.label() >= 0) {
            json.writeStringProperty("label", Integer.toString(picture.label()));
        }
        verdict.writeJson(json);
        json.writeEndObject();
    }
}
