package dev.atelier.bench.scaling;

import dev.atelier.bench.ChartPage;
import dev.atelier.bench.compare.Environment;
import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.DataOptions;
import dev.atelier.runner.command.OutputOptions;
import dev.atelier.runner.data.ImageData;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows how a training step's time grows. */
@Command(
        name = "scaling",
        description = "Measures training steps of the cpu backend by batch size, hidden units and threads.",
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
            defaultValue = "32,128,512,2048,8192",
            description = "Batch sizes at 1000 hidden units. Default: 32,128,512,2048,8192.")
    private List<Integer> batchSizes = List.of();

    @Option(
            names = "--hidden",
            split = ",",
            paramLabel = "N",
            defaultValue = "128,512,1000,2048,4096,8192",
            description = "Hidden units at batch size 128. Default: 128,512,1000,2048,4096,8192.")
    private List<Integer> widths = List.of();

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Numbers of threads. Default: 1 and all processors.")
    private List<Integer> threads = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "Timed rounds of each measurement. Default: 7.")
    private int rounds;

    @Option(names = "--png", paramLabel = "FILE", description = "Writes the chart.")
    private @Nullable Path png;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with the chart and the tables.")
    private @Nullable Path html;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** Makes the command. */
    public ScalingCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        check();
        data.startLoading(surroundings);
        ImageData images = data.loaded();
        Dataset training = DataOptions.dataset(images.train(), images.classes(), PIXEL_SCALE);
        ScalingReport report =
                new Scaling(threads(), rounds, training, this::progress).run(batchSizes, 1000, widths, 128);
        Environment environment = Environment.here();
        String tables = ScalingText.of(report, environment, images.name(), rounds);
        output.text(surroundings).print(tables);
        if (png != null || html != null) {
            ChartPage.write(
                    png,
                    html,
                    "how a training step scales",
                    "Milliseconds of a training step by batch size and by hidden units",
                    ScalingChart.draw(report),
                    tables);
        }
        output.writeJson(surroundings, json -> ScalingJson.write(json, report, environment, images.name(), rounds));
        return ExitCode.DONE.code();
    }

    private void check() {
        output.check();
        if (png != null) {
            output.checkWritable("--png", png);
        }
        if (html != null) {
            output.checkWritable("--html", html);
        }
        boolean positive = Stream.of(batchSizes, widths, threads, List.of(rounds))
                .flatMap(List::stream)
                .allMatch(number -> number >= 1);
        CommandSpec own = spec;
        if (!positive && own != null) {
            throw new ParameterException(
                    own.commandLine(), "batch sizes, hidden units, threads and rounds must be at least 1");
        }
    }

    private List<Integer> threads() {
        int processors = Runtime.getRuntime().availableProcessors();
        if (!threads.isEmpty()) {
            return threads.stream().sorted().toList();
        }
        return processors == 1 ? List.of(1) : List.of(1, processors);
    }

    private void progress(String what) {
        if (!output.quiet()) {
            surroundings.err().println("measuring " + what);
        }
    }
}
