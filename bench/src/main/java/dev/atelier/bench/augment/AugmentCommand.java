package dev.atelier.bench.augment;

import dev.atelier.bench.DeviceOptions;
import dev.atelier.bench.Environment;
import dev.atelier.bench.EpochRun;
import dev.atelier.bench.JsonFigures;
import dev.atelier.bench.OtherLoad;
import dev.atelier.bench.Sample;
import dev.atelier.bench.Stopwatch;
import dev.atelier.bench.TrainingRun;
import dev.atelier.bench.Workload;
import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.DataOptions;
import dev.atelier.runner.command.OutputOptions;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.page.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how much longer an epoch takes when its images are distorted. */
@Command(
        name = "augment",
        description =
                "Measures epochs of 784-1000-10 with images as they are, distorted affinely and distorted elastically, in turn,"
                        + " and shows how much longer the distorted ones take.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AugmentCommand implements Callable<Integer> {
    private static final float PIXEL_SCALE = 1f / 255;
    private static final int HIDDEN = 1000;
    private static final double LEARNING_RATE = 0.05;

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "128",
            description = "Samples of a step. Default: 128.")
    private int batchSize;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "7", description = "Timed rounds. Default: 7.")
    private int rounds;

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** What was measured of one optimiser on one device. */
    private record Row(String device, String optimizer, String augmentation, Sample seconds, Sample cost) {}

    /** Makes the command. */
    public AugmentCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Measures; the exit code is 0 if everything could be measured. */
    @Override
    public Integer call() {
        if (batchSize < 1 || rounds < 1) {
            throw usage((batchSize < 1 ? "--batch-size" : "--rounds") + " must be at least 1");
        }
        output.check();
        data.startLoading(surroundings);
        ImageData images = data.loaded();
        OtherLoad load = OtherLoad.watch();
        List<Row> rows = new ArrayList<>();
        for (DeviceInfo device : devices.chosen()) {
            try (Backend backend =
                    Backends.open(device.backend(), devices.options().withDevice(Integer.toString(device.index())))) {
                measure(backend, images, "sgd", new UpdateRule.Sgd(0), rows);
                measure(backend, images, "nesterov", new UpdateRule.Momentum(0.9f, true, 0), rows);
            }
        }
        print(images, rows, load.processors());
        return ExitCode.DONE.code();
    }

    private Map<String, @Nullable Augmentation> augmentations(ImageData images) {
        int height = images.train().height();
        int width = images.train().width();
        // The defaults of train; the field's smoothness goes with the image's size.
        double sigma = 5 * Math.max(height, width) / 28.0;
        Map<String, @Nullable Augmentation> all = new LinkedHashMap<>();
        all.put("none", null);
        all.put("affine", new Augmentation(height, width, 10, 0.1, 0.08, 1, 0, 0));
        all.put("elastic", new Augmentation(height, width, 10, 0.1, 0.08, 1, 6 * sigma, sigma));
        return all;
    }

    private void measure(Backend backend, ImageData images, String optimizer, UpdateRule rule, List<Row> rows) {
        Dataset training =
                TrainingRun.wholeBatches(DataOptions.dataset(images.train(), images.classes(), PIXEL_SCALE), batchSize);
        NetworkSpec network = NetworkSpec.classifier(
                training.columns(), List.of(HIDDEN), Activation.RELU.function(), images.classes());
        List<String> names = new ArrayList<>();
        List<Workload> epochs = new ArrayList<>();
        try {
            augmentations(images).forEach((name, augmentation) -> {
                names.add(name);
                epochs.add(new EpochRun(
                        new TrainingRun(backend, network, training, batchSize, rule, LEARNING_RATE, augmentation)));
            });
            if (!output.quiet()) {
                surroundings
                        .err()
                        .println("measuring epochs of " + optimizer + " on "
                                + backend.device().id());
            }
            List<Sample> seconds = new Stopwatch(rounds).time(epochs);
            for (int i = 0; i < names.size(); i++) {
                Sample cost = seconds.get(i).over(seconds.get(0)).map(ratio -> 100 * (ratio - 1));
                rows.add(new Row(backend.device().id(), optimizer, names.get(i), seconds.get(i), cost));
            }
        } finally {
            epochs.forEach(Workload::close);
        }
    }

    private void print(ImageData images, List<Row> rows, double otherLoad) {
        Table table = new Table(
                "Epochs at batch " + batchSize + " on " + images.name() + ": medians, [smallest - largest] of " + rounds
                        + " rounds",
                "device",
                "optimizer",
                "images",
                "seconds an epoch",
                "% more than undistorted");
        for (Row row : rows) {
            table.row(row.device, row.optimizer, row.augmentation, row.seconds.format(3), row.cost.format(1));
        }
        if (!output.quiet()) {
            output.text(surroundings).println(Lines.wrap(Environment.here().oneLine(), 0));
        }
        output.text(surroundings).print(table.toText());
        String warning = OtherLoad.warning(otherLoad);
        if (!warning.isEmpty()) {
            output.text(surroundings).println(Lines.wrap(warning));
        }
        output.writeJson(surroundings, json -> {
            JsonFigures.environment(json, Environment.here());
            json.writeStringProperty("dataset", images.name());
            json.writeNumberProperty("batch_size", batchSize);
            OutputOptions.number(json, "other_load_processors", otherLoad);
            json.writeArrayPropertyStart("epochs");
            for (Row row : rows) {
                json.writeStartObject();
                json.writeStringProperty("device", row.device);
                json.writeStringProperty("optimizer", row.optimizer);
                json.writeStringProperty("augmentation", row.augmentation);
                JsonFigures.sample(json, "seconds", row.seconds);
                JsonFigures.sample(json, "percent_more", row.cost);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private RuntimeException usage(String message) {
        CommandSpec known = spec;
        return known == null
                ? new IllegalArgumentException(message)
                : new ParameterException(known.commandLine(), message);
    }
}
