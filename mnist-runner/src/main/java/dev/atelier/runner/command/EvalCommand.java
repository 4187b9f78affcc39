package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.model.ModelFile;
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
    private final Surroundings surroundings;

    @Parameters(paramLabel = "MODEL", description = "A safetensors file, from train --save-model or from PyTorch.")
    private @Nullable Path modelFile;

    @Option(
            names = "--split",
            paramLabel = "test|train",
            defaultValue = "test",
            description = "Which images to use. Default: test.")
    private Split split = Split.TEST;

    @Mixin
    private final DataOptions data = new DataOptions();

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
        data.startLoading(surroundings);
        try (Backend backend = device.open(options, line -> {
                    if (!output.quiet()) {
                        text.println(line);
                    }
                });
                ModelRun run = new ModelRun(backend, model)) {
            ImageData images = data.loaded();
            ImageSet set = split == Split.TEST ? images.test() : images.train();
            checkFit(file, model, images, set);
            Evaluation evaluation = run.evaluate(DataOptions.dataset(set, images.classes(), model.inputScale()));
            print(text, backend, model, images, evaluation);
            output.writeJson(surroundings, json -> {
                json.writeStringProperty("backend", backend.device().backend());
                json.writeStringProperty("device", backend.device().name());
                json.writeStringProperty("dataset", images.name());
                json.writeStringProperty("split", split.label());
                json.writeNumberProperty("samples", evaluation.samples());
                json.writeNumberProperty("correct", evaluation.correct());
                TrainReport.writeEvaluation(json, split.label(), evaluation);
            });
            return 0;
        }
    }

    private static void checkFit(Path file, ModelFile.Model model, ImageData images, ImageSet set) {
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
            PrintStream text, Backend backend, ModelFile.Model model, ImageData images, Evaluation evaluation) {
        if (!output.quiet()) {
            NetworkSpec spec = model.weights().spec();
            text.println("network  " + spec + ", "
                    + spec.layers().get(0).activation().label() + ", "
                    + model.loss().label());
            text.println("device   " + backend.device().id() + ": " + backend.description());
        }
        text.println(String.format(
                Locale.ROOT,
                "result   %.2f %% of %,d %s images of %s right, %s loss %.4f",
                100 * evaluation.accuracy(),
                evaluation.samples(),
                split.label(),
                images.name(),
                split.label(),
                evaluation.loss()));
        text.flush();
    }
}
