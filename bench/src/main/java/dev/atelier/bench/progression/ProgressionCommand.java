package dev.atelier.bench.progression;

import dev.atelier.bench.DeviceOptions;
import dev.atelier.bench.Environment;
import dev.atelier.bench.WrongResultException;
import dev.atelier.bench.report.PictureOptions;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.OutputOptions;
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

/** Shows what each step from a naive product to the backend's own buys on a device. */
@Command(
        name = "progression",
        description =
                "Runs the kernels of kernels/progression, from a naive matrix product to the one that training uses:"
                        + " verifies each, times them in turn, and prints what each step bought.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ProgressionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "MxNxK",
            defaultValue = "128x1000x784,512x512x512",
            description = "Products [M][K] x [K][N]. Default: 128x1000x784,512x512x512.")
    private List<String> shapes = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "How often each step is timed, some 50 ms or one product each time. Default: 7.")
    private int rounds;

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** Makes the command. */
    public ProgressionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Measures; the exit code is 0 if every step is right and could be measured, 6 if one is wrong. */
    @Override
    public Integer call() {
        ProgressionSettings settings = settings();
        output.check();
        pictures.check(output);
        List<DeviceResult> results = new ArrayList<>();
        for (DeviceInfo device : devices.chosen()) {
            try (Backend backend =
                    Backends.open(device.backend(), devices.options().withDevice(Integer.toString(device.index())))) {
                if (backend.progression().isEmpty()) {
                    note(device.id() + " has one product only and is left out");
                } else {
                    results.add(new ProgressionRun(
                                    settings, backend, what -> note("measuring " + device.id() + ", " + what))
                            .run());
                }
            } catch (WrongResultException e) {
                throw new CommandFailure(ExitCode.MISMATCH, String.valueOf(e.getMessage()), e);
            }
        }
        if (results.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.DEVICE,
                    "none of these devices has a progression; it needs an OpenCL device, see 'atelier devices'");
        }
        Environment environment = Environment.here();
        ProgressionTables tables = new ProgressionTables(results, environment, settings);
        output.text(surroundings).print(tables.text());
        pictures.write(tables::charts, tables::page);
        output.writeJson(surroundings, json -> ProgressionJson.write(json, results, environment, settings));
        return ExitCode.DONE.code();
    }

    private ProgressionSettings settings() {
        try {
            return ProgressionSettings.of(shapes, rounds);
        } catch (IllegalArgumentException e) {
            CommandSpec known = spec;
            if (known == null) {
                throw e;
            }
            throw new ParameterException(known.commandLine(), e.getMessage(), e);
        }
    }

    private void note(String what) {
        if (!output.quiet()) {
            surroundings.err().println(what);
        }
    }
}
