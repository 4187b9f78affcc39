package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.table.RegressionErrors;
import dev.atelier.runner.table.TableSchema;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a saved network. */
@Command(
        name = "eval",
        description = "Measures the accuracy of a saved network.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EvalCommand implements Callable<Integer> {
    /** The split of a table, which is taken as a whole. */
    private static final String ALL = "all";

    private final Surroundings surroundings;

    @Parameters(paramLabel = "MODEL", description = "A safetensors file, from train --save-model or from PyTorch.")
    private @Nullable Path modelFile;

    @Option(
            names = "--split",
            paramLabel = "test|train",
            defaultValue = "test",
            description = "Which images to use; of a table, all rows are. Default: test.")
    private Split split = Split.TEST;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final SeparatorOption separator = new SeparatorOption();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** The parts of a data set. */
    enum Split {
        TEST,
        TRAIN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    EvalCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = modelFile;
        if (file == null) {
            throw new IllegalStateException("MODEL is required");
        }
        output.check();
        BackendOptions options = device.options(surroundings, data.cacheFolder());
        ModelFile.Model model = ModelFile.read(file);
        PrintStream text = output.text(surroundings);
        TableSchema schema = model.table();
        if (schema == null) {
            data.startLoading(surroundings);
        }
        try (Backend backend = device.open(options, line -> {
                    if (!output.quiet()) {
                        text.println(line);
                    }
                });
                ModelRun run = new ModelRun(backend, model)) {
            Samples samples = schema == null ? images(file, model) : rows(schema);
            Evaluation evaluation = run.evaluate(samples.dataset);
            RegressionErrors errors = run.errors(samples.dataset);
            print(text, backend, model, samples, evaluation, errors);
            output.writeJson(surroundings, json -> {
                json.writeStringProperty("backend", backend.device().backend());
                json.writeStringProperty("device", backend.device().name());
                json.writeStringProperty("dataset", samples.name);
                json.writeStringProperty("split", samples.split);
                json.writeNumberProperty("samples", evaluation.samples());
                if (evaluation.hasAccuracy()) {
                    json.writeNumberProperty("correct", evaluation.correct());
                }
                String prefix = samples.split.equals(ALL) ? Split.TEST.label() : samples.split;
                TrainReport.writeEvaluation(json, prefix, evaluation);
                TrainReport.writeErrors(json, prefix, errors);
            });
            return 0;
        }
    }

    /** What the network is measured on. */
    private record Samples(String name, String split, String noun, Dataset dataset) {}

    private Samples images(Path file, ModelFile.Model model) {
        ImageData images = data.loaded();
        ImageSet set = split == Split.TEST ? images.test() : images.train();
        checkFit(file, model, images, set);
        return new Samples(
                images.name(),
                split.label(),
                split.label() + " images",
                DataOptions.dataset(set, images.classes(), model.inputScale()));
    }

    private Samples rows(TableSchema schema) {
        Path table = table(schema, data);
        return new Samples(table.toString(), ALL, "rows", schema.dataset(separator.read(table)));
    }

    /** Returns the table that a network is tried on. */
    static Path table(TableSchema schema, DataOptions data) {
        Path table = data.table();
        if (table == null) {
            throw new DataException("the network predicts '" + schema.target().name()
                    + "' from the rows of a table; name one with --data FILE.csv");
        }
        return table;
    }

    /** Checks that a network sees images of this size and knows as many classes. */
    static void checkFit(Path file, ModelFile.Model model, ImageData images, ImageSet set) {
        NetworkSpec spec = model.weights().spec();
        boolean sizeFits = model.imageHeight() == 0
                ? spec.inputs() == set.features()
                : model.imageHeight() == set.height() && model.imageWidth() == set.width();
        if (!sizeFits || images.classes() > spec.outputs()) {
            throw new DataException(file + ": network " + spec + " does not fit the images of " + images.name() + ", "
                    + set.height() + " x " + set.width() + " in " + images.classes() + " classes");
        }
    }

    private void print(
            PrintStream text,
            Backend backend,
            ModelFile.Model model,
            Samples samples,
            Evaluation evaluation,
            @Nullable RegressionErrors errors) {
        if (!output.quiet()) {
            NetworkSpec spec = model.weights().spec();
            text.println(Lines.wrap("network  " + spec + ", "
                    + spec.layers().get(0).activation().label() + ", "
                    + model.loss().label()));
            text.println(Lines.wrap("device   " + backend.device().id() + ": " + backend.description()));
        }
        String result = errors != null
                ? String.format(
                        Locale.ROOT,
                        "result   %s on %,d %s of %s",
                        TrainReport.describe(errors),
                        evaluation.samples(),
                        samples.noun,
                        samples.name)
                : String.format(
                        Locale.ROOT,
                        "result   %.2f %% of %,d %s of %s right, %sloss %.4f",
                        100 * evaluation.accuracy(),
                        evaluation.samples(),
                        samples.noun,
                        samples.name,
                        samples.split.equals(ALL) ? "" : samples.split + " ",
                        evaluation.loss());
        // One line alone is for a script.
        text.println(output.quiet() ? result : Lines.wrap(result));
        text.flush();
    }
}
