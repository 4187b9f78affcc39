package dev.atelier.runner.command;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.serve.RunPlan;
import dev.atelier.runner.serve.RunPlanner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes runs of what is chosen on the live page, by the options of {@code train}. */
final class LivePlanner implements RunPlanner {
    /** Networks that a page can watch: twenty times the usual one. */
    private static final long MOST_PARAMETERS = 20_000_000;

    private final List<DeviceInfo> devices;
    private final BackendOptions options;
    private final Supplier<ImageData> data;
    private final Map<String, List<String>> choices = new LinkedHashMap<>();

    /**
     * Makes a planner.
     *
     * @param devices the devices there are, the one to take unless told otherwise first
     * @param options how a backend is opened; the device is chosen on the page
     * @param data the images, loaded when a run first needs them
     */
    LivePlanner(List<DeviceInfo> devices, BackendOptions options, Supplier<ImageData> data) {
        this.devices = List.copyOf(devices);
        this.options = options;
        this.data = data;
        TrainingOptions.Usual usual = TrainingOptions.Usual.IMAGES;
        choices.put("epochs", List.of(Integer.toString(usual.epochs())));
        choices.put("batch-size", List.of(Integer.toString(usual.batchSize())));
        choices.put("hidden", List.of(usual.hidden().get(0).toString()));
        choices.put(
                "activation",
                Stream.concat(
                                Stream.of(Activation.RELU),
                                Arrays.stream(Activation.values()).filter(kind -> kind != Activation.RELU))
                        .map(Activation::label)
                        .toList());
        choices.put("optimizer", names(OptimizerOptions.Kind.values(), OptimizerOptions.Kind.NESTEROV));
        choices.put("lr", List.of(""));
        choices.put("weight-decay", List.of("0"));
        choices.put("augment", names(AugmentationOptions.Kind.values(), AugmentationOptions.Kind.NONE));
    }

    private static <E extends Enum<E>> List<String> names(E[] values, E usual) {
        return Stream.concat(Stream.of(usual), Arrays.stream(values).filter(value -> value != usual))
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The command line that a page's wishes are read as. */
    @Command(name = "serve")
    private static final class Wishes {
        @Mixin
        private final TrainingOptions training = new TrainingOptions();
    }

    @Override
    public List<Device> devices() {
        return devices.stream()
                .map(device -> new Device(device.id(), device.name()))
                .toList();
    }

    @Override
    public Map<String, List<String>> options() {
        return choices;
    }

    @Override
    public RunPlan plan(String device, Map<String, String> values) {
        DeviceInfo chosen = devices.stream()
                .filter(one -> one.id().equals(device))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no device '" + device + "'"));
        TrainingOptions training = read(values);
        TrainingOptions.Usual usual = TrainingOptions.Usual.IMAGES;
        TrainingSettings.Builder builder = training.settings(usual, false);
        ImageData images = data.get();
        TrainingData samples = new TrainingImages(images, 0);
        TrainingSettings settings = builder.augmentation(samples.augmentation(training.augmentation()))
                .build();
        NetworkSpec spec = training.network()
                .spec(samples.training().columns(), samples.training().classes(), usual.hidden());
        if (spec.parameters() > MOST_PARAMETERS) {
            throw new IllegalArgumentException("network " + spec + " has " + spec.parameters()
                    + " parameters; on this page at most " + MOST_PARAMETERS + " are possible");
        }
        return new RunPlan(
                () -> Backends.open(chosen.backend(), options.withDevice(Integer.toString(chosen.index()))),
                spec,
                settings,
                samples.training(),
                samples.test(),
                images.test(),
                weights -> samples.model(weights, settings.loss()));
    }

    private TrainingOptions read(Map<String, String> values) {
        List<String> args = new ArrayList<>();
        values.forEach((name, value) -> {
            if (!choices.containsKey(name)) {
                throw new IllegalArgumentException("there is no setting '" + name + "'");
            }
            args.add("--" + name + "=" + value.strip());
        });
        Wishes wishes = new Wishes();
        try {
            new CommandLine(wishes)
                    .setExpandAtFiles(false)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(args.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return wishes.training;
    }
}
