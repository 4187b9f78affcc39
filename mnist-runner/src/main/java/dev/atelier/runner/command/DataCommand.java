package dev.atelier.runner.command;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.data.FileFault;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.page.Png;
import dev.atelier.runner.report.DigitSheet;
import dev.atelier.runner.report.DistortedSamples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what images there are, and draws what training sees of them. */
@Command(
        name = "data",
        description = "Says what images there are, and draws what training sees of some.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DataCommand implements Callable<Integer> {
    private static final int EPOCHS = 10;
    private static final int MAX_CLASSES = 20;

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final AugmentationOptions augmentation = new AugmentationOptions();

    @Option(
            names = "--png",
            paramLabel = "FILE",
            description =
                    "Draws one training image of each class, and beside it what training sees of it in each of the"
                            + " first ten epochs.")
    private @Nullable Path png;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the distortions, as for train. Default: 1.")
    private long seed;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    DataCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        output.check();
        Path file = png;
        if (file != null) {
            output.checkWritable("--png", file);
        }
        try {
            augmentation.check();
            BackendOptions options = device.options(surroundings, data.cacheFolder());
            data.startLoading(surroundings);
            ImageData images = data.loaded();
            report(images);
            if (file != null) {
                draw(
                        file,
                        images,
                        augmentation.augmentation(
                                images.train().height(), images.train().width()),
                        options);
            }
        } catch (IllegalArgumentException e) {
            CommandSpec own = spec;
            if (own == null) {
                throw e;
            }
            throw new ParameterException(own.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return ExitCode.DONE.code();
    }

    private void report(ImageData images) {
        int[] train = counts(images.train(), images.classes());
        int[] test = counts(images.test(), images.classes());
        if (!output.quiet()) {
            PrintStream text = output.text(surroundings);
            text.println(Lines.wrap("data     " + images.name() + ": " + new TrainingImages(images, 0).description()));
            text.println("class     train      test");
            for (int i = 0; i < train.length; i++) {
                text.println(TrainReport.format("%5d  %,8d  %,8d", i, train[i], test[i]));
            }
        }
        output.writeJson(surroundings, json -> {
            json.writeStringProperty("dataset", images.name());
            json.writeNumberProperty("height", images.train().height());
            json.writeNumberProperty("width", images.train().width());
            json.writeNumberProperty("classes", images.classes());
            for (String split : new String[] {"train", "test"}) {
                json.writeArrayPropertyStart(split);
                for (int count : split.equals("train") ? train : test) {
                    json.writeNumber(count);
                }
                json.writeEndArray();
            }
        });
    }

    private static int[] counts(ImageSet set, int classes) {
        int[] counts = new int[classes];
        for (int label : set.labels()) {
            counts[label]++;
        }
        return counts;
    }

    private void draw(Path file, ImageData images, @Nullable Augmentation how, BackendOptions options) {
        ImageSet set = images.train();
        int[] samples = DigitSheet.firstOfEachClass(set, Math.min(MAX_CLASSES, images.classes()));
        BufferedImage picture;
        try (Backend backend = device.open(options, line -> {})) {
            picture = DigitSheet.draw(
                    set.height(),
                    set.width(),
                    samples.length,
                    DistortedSamples.of(backend, set, images.classes(), samples, how, seed, EPOCHS));
        }
        try {
            Png.write(file, picture);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, file + ": can't be written: " + FileFault.reason(e), e);
        }
        if (!output.quiet()) {
            output.text(surroundings).println(Lines.wrap("wrote    " + file + ": " + augmentation.inWords(how)));
        }
    }
}
