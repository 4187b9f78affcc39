package dev.atelier.bench.compare;

import dev.atelier.bench.ChartPage;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Devices;
import dev.atelier.engine.backend.Probe;
import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.DataOptions;
import dev.atelier.runner.command.OutputOptions;
import dev.atelier.runner.data.ImageData;
import java.awt.image.BufferedImage;
import java.io.PrintStream;
import java.nio.file.Path;
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

/** Sets the devices of this machine side by side. */
@Command(
        name = "compare",
        description = "Measures matrix products and training on each device, in turn, against what the device can do at"
                + " most.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CompareCommand implements Callable<Integer> {
    private static final float PIXEL_SCALE = 1f / 255;

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--devices",
            split = ",",
            paramLabel = "ID",
            description = "Which devices, by what 'atelier devices' calls them. Default: all that are usable.")
    private List<String> wishes = List.of();

    @Option(
            names = "--batch-sizes",
            split = ",",
            paramLabel = "N",
            defaultValue = "32,64,128,256,1024",
            description = "Samples of a step. Default: 32,64,128,256,1024.")
    private List<Integer> batchSizes = List.of();

    @Option(
            names = "--squares",
            split = ",",
            paramLabel = "N",
            defaultValue = "512,1024,2048",
            description = "Sides of square products. Default: 512,1024,2048.")
    private List<Integer> squares = List.of();

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Hidden units of the trained network. Default: 1000.")
    private int hidden;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "Timed rounds of each measurement. Default: 7.")
    private int rounds;

    @Option(
            names = "--target-accuracy",
            paramLabel = "A",
            defaultValue = "0.98",
            description = "The test accuracy that the time to is measured. Default: 0.98.")
    private double targetAccuracy;

    @Option(
            names = "--max-epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "When a run that has not reached it gives up. Default: 10.")
    private int maxEpochs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of the cpu backend. Default: one a processor.")
    private int threads;

    @Option(names = "--png", paramLabel = "FILE", description = "Writes the chart.")
    private @Nullable Path png;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with the chart and the tables.")
    private @Nullable Path html;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** Makes the command. */
    public CompareCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CompareSettings settings = settings();
        PrintStream text = output.text(surroundings);
        data.startLoading(surroundings);
        List<Backend> backends = new ArrayList<>();
        try {
            for (DeviceInfo device : devices()) {
                backends.add(Backends.open(
                        device.backend(),
                        BackendOptions.defaults().withThreads(threads).withDevice(Integer.toString(device.index()))));
            }
            ImageData images = data.loaded();
            Dataset training = DataOptions.dataset(images.train(), images.classes(), PIXEL_SCALE);
            Dataset test = DataOptions.dataset(images.test(), images.classes(), PIXEL_SCALE);
            List<DeviceReport> reports = new Comparison(settings, backends, training, test, this::progress).run();
            Environment environment = Environment.here();
            String tables = ComparisonText.of(reports, environment, settings);
            text.print(tables);
            write(reports, tables);
            output.writeJson(
                    surroundings, json -> ComparisonJson.write(json, reports, environment, settings, images.name()));
            return ExitCode.DONE.code();
        } finally {
            backends.forEach(Backend::close);
        }
    }

    private CompareSettings settings() {
        try {
            output.check();
            if (png != null) {
                output.checkWritable("--png", png);
            }
            if (html != null) {
                output.checkWritable("--html", html);
            }
            return new CompareSettings(batchSizes, squares, hidden, rounds, targetAccuracy, maxEpochs);
        } catch (IllegalArgumentException e) {
            CommandSpec own = spec;
            if (own == null) {
                throw e;
            }
            throw new ParameterException(own.commandLine(), e.getMessage(), e);
        }
    }

    private List<DeviceInfo> devices() {
        List<DeviceInfo> usable = Backends.probe().stream()
                .map(Probe::devices)
                .flatMap(List::stream)
                .toList();
        return wishes.isEmpty()
                ? usable
                : wishes.stream().map(wish -> Devices.choose(usable, wish)).toList();
    }

    private void progress(String what) {
        if (!output.quiet()) {
            surroundings.err().println("measuring " + what);
        }
    }

    private void write(List<DeviceReport> reports, String tables) {
        if (png == null && html == null) {
            return;
        }
        BufferedImage chart = ComparisonChart.draw(reports, batchSizes.contains(128) ? 128 : batchSizes.get(0));
        ChartPage.write(
                png,
                html,
                "devices compared",
                "Training speed by batch size, and speed of the matrix products",
                chart,
                tables);
    }
}
