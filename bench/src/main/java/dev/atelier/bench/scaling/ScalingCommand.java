package dev.atelier.bench.scaling;

import dev.atelier.bench.DeviceOptions;
import dev.atelier.bench.Environment;
import dev.atelier.bench.report.PictureOptions;
import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.DataOptions;
import dev.atelier.runner.command.OutputOptions;
import dev.atelier.runner.data.ImageData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows how the time of a training step grows with its size, and shrinks with the threads. */
@Command(
        name = "scaling",
        description =
                "Measures training steps by batch size, by hidden units and by threads, devices in turn, and shows how"
                        + " far the time is from growing in proportion.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ScalingCommand implements Callable<Integer> {
    private static final float PIXEL_SCALE = 1f / 255;

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--batch-sizes",
            split = ",",
            paramLabel = "N",
            defaultValue = "32,64,128,256,512,1024,2048,4096,8192",
            description = "Samples of a step with 1000 hidden units. Default: 32 and its doublings up to 8192.")
    private List<Integer> batchSizes = List.of();

    @Option(
            names = "--hidden-sizes",
            split = ",",
            paramLabel = "N",
            defaultValue = "128,256,512,1024,2048,4096,8192",
            description = "Hidden units with 128 samples a step. Default: 128 and its doublings up to 8192.")
    private List<Integer> hiddenSizes = List.of();

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description =
                    "Threads of the cpu backend, with 128 samples and 1000 hidden units; the other measurements use the"
                            + " most of them. Default: 1 to the number of processors.")
    private List<Integer> threads = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "Timed rounds of each measurement. Default: 7.")
    private int rounds;

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** Makes the command. */
    public ScalingCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Measures; the exit code is 0 if everything could be measured. */
    @Override
    public Integer call() {
        ScalingSettings settings = settings();
        output.check();
        pictures.check(output);
        data.startLoading(surroundings);
        List<Contender> contenders = new ArrayList<>();
        try {
            Contender.open(devices.chosen(), devices.options(), settings.threads(), contenders);
            ImageData images = data.loaded();
            Dataset training = DataOptions.dataset(images.train(), images.classes(), PIXEL_SCALE);
            checkBatchSizes(settings, training.size());
            ScalingReport report = new Scaling(settings, contenders, training, this::progress).run(images.name());
            Environment environment = Environment.here();
            output.text(surroundings).print(ScalingText.of(report, environment));
            pictures.write(() -> ScalingChart.of(report), () -> ScalingText.page(report, environment));
            output.writeJson(surroundings, json -> ScalingJson.write(json, report, environment, settings));
            return ExitCode.DONE.code();
        } finally {
            contenders.forEach(contender -> contender.backend().close());
        }
    }

    private ScalingSettings settings() {
        try {
            return new ScalingSettings(
                    batchSizes,
                    hiddenSizes,
                    threads.isEmpty()
                            ? ScalingSettings.usualThreads(Runtime.getRuntime().availableProcessors())
                            : threads,
                    rounds);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private void checkBatchSizes(ScalingSettings settings, int samples) {
        int largest = settings.batchSizes().get(settings.batchSizes().size() - 1);
        if (Math.max(largest, ScalingSettings.BATCH) > samples) {
            throw usage(
                    "--batch-sizes: there are only " + samples + " training images, fewer than a batch of " + largest);
        }
    }

    private RuntimeException usage(String message) {
        CommandSpec known = spec;
        return known == null
                ? new IllegalArgumentException(message)
                : new ParameterException(known.commandLine(), message);
    }

    private void progress(String what) {
        if (!output.quiet()) {
            surroundings.err().println("measuring " + what);
        }
    }
}
