package dev.atelier.bench.compare;

import dev.atelier.bench.DeviceOptions;
import dev.atelier.bench.Environment;
import dev.atelier.bench.OtherLoad;
import dev.atelier.bench.report.PictureOptions;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.DataOptions;
import dev.atelier.runner.command.OutputOptions;
import dev.atelier.runner.command.PrecisionOption;
import dev.atelier.runner.data.ImageData;
import java.io.PrintStream;
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

    private static final String CPU = "cpu";

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

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

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Mixin
    private final PrecisionOption precision = new PrecisionOption();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

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
        Backend dense = null;
        try {
            for (DeviceInfo device : devices.chosen()) {
                BackendOptions options = precision
                        .applied(devices.options())
                        .withThreads(threads)
                        .withDevice(Integer.toString(device.index()));
                backends.add(Backends.open(device.backend(), options));
                if (device.backend().equals(CPU) && dense == null) {
                    dense = Backends.open(CPU, options.withProperty("cpu.input", "dense"));
                }
            }
            ImageData images = data.loaded();
            Dataset training = DataOptions.dataset(images.train(), images.classes(), PIXEL_SCALE);
            Dataset test = DataOptions.dataset(images.test(), images.classes(), PIXEL_SCALE);
            OtherLoad load = OtherLoad.watch();
            List<DeviceReport> reports =
                    new Comparison(settings, backends, dense, training, test, this::progress).run();
            double others = load.processors();
            Environment environment = Environment.here();
            text.print(ComparisonText.of(reports, environment, settings, others));
            pictures.write(
                    () -> ComparisonChart.of(reports, settings),
                    () -> ComparisonPage.of(reports, environment, settings, others));
            output.writeJson(
                    surroundings,
                    json -> ComparisonJson.write(json, reports, environment, settings, images.name(), others));
            return ExitCode.DONE.code();
        } finally {
            backends.forEach(Backend::close);
            if (dense != null) {
                dense.close();
            }
        }
    }

    private CompareSettings settings() {
        try {
            output.check();
            pictures.check(output);
            return new CompareSettings(
                    batchSizes, squares, hidden, rounds, targetAccuracy, maxEpochs, precision.precision());
        } catch (IllegalArgumentException e) {
            CommandSpec own = spec;
            if (own == null) {
                throw e;
            }
            throw new ParameterException(own.commandLine(), e.getMessage(), e);
        }
    }

    private void progress(String what) {
        if (!output.quiet()) {
            surroundings.err().println("measuring " + what);
        }
    }
}
