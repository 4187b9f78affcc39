package dev.atelier.runner.command;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Devices;
import dev.atelier.engine.backend.Probe;
import dev.atelier.engine.backend.TunableProvider;
import dev.atelier.engine.backend.TuningReport;
import dev.atelier.engine.backend.TuningRequest;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.console.TuningProgress;
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

/** Fits the kernels to a device. */
@Command(
        name = "tune",
        description = "Tries kernels and their sizes on a device, checks each one's results, and stores the fastest for"
                + " 'train' and all others to use. What is done is kept when it is interrupted; the next call goes on.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TuneCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--again", description = "Begins anew where everything is tuned already.")
    private boolean again;

    @Option(
            names = "--max-time",
            paramLabel = "SECONDS",
            defaultValue = "50",
            description = "The time after which what is not tuned yet stays as it is. Default: 50.")
    private double seconds;

    @Option(
            names = "--cache-dir",
            paramLabel = "DIR",
            description = "Where the result is kept. Default: $$ATELIER_CACHE, $$XDG_CACHE_HOME/atelier or"
                    + " ~/.cache/atelier.")
    private @Nullable Path cacheFolder;

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final PrecisionOption precision = new PrecisionOption();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    TuneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        output.check();
        TuningRequest request = request();
        BackendOptions options = precision.applied(device.options(surroundings, cacheFolder));
        List<TunableProvider> providers = providers();
        DeviceInfo chosen = chosen(providers, options);
        TunableProvider provider = providers.stream()
                .filter(one -> one.name().equals(chosen.backend()))
                .findFirst()
                .orElseThrow();
        PrintStream text = output.text(surroundings);
        if (!output.quiet()) {
            text.println(Lines.wrap("device   " + chosen.id() + ": " + chosen.name() + " (" + chosen.driver() + ")"));
            text.flush();
        }
        TuningProgress progress = new TuningProgress(
                output.quiet() ? surroundings.err() : text,
                !output.quiet(),
                output.isTerminal(surroundings),
                Lines.columns(surroundings.environment()));
        surroundings.interruption().whenSignalled(progress::requestStop);
        TuningReport report;
        try {
            report = provider.tune(options.withDevice(Integer.toString(chosen.index())), request, progress);
        } catch (BackendUnavailableException e) {
            throw e;
        } catch (BackendException e) {
            throw new CommandFailure(ExitCode.FAILURE, String.valueOf(e.getMessage()), e);
        } finally {
            progress.end();
        }
        text.print(TuningTable.of(report, output.quiet()));
        text.flush();
        output.writeJson(surroundings, json -> TuningTable.writeJson(json, report));
        return (report.complete() ? ExitCode.DONE : ExitCode.INTERRUPTED).code();
    }

    private TuningRequest request() {
        try {
            return new TuningRequest(again, seconds);
        } catch (IllegalArgumentException e) {
            CommandSpec own = spec;
            if (own == null) {
                throw e;
            }
            throw new ParameterException(own.commandLine(), "--max-time: " + e.getMessage(), e);
        }
    }

    private List<TunableProvider> providers() {
        List<TunableProvider> tunable = new ArrayList<>();
        Backends.providers().forEach(provider -> {
            boolean wanted =
                    device.backend().equals(Backends.AUTO) || device.backend().equals(provider.name());
            if (wanted && provider instanceof TunableProvider one) {
                tunable.add(one);
            }
        });
        if (tunable.isEmpty()) {
            throw new BackendUnavailableException("there is nothing to tune about backend '" + device.backend() + "'");
        }
        return tunable;
    }

    private DeviceInfo chosen(List<TunableProvider> providers, BackendOptions options) {
        List<Probe> probes =
                providers.stream().map(provider -> provider.probe(options)).toList();
        List<DeviceInfo> devices =
                probes.stream().flatMap(probe -> probe.devices().stream()).toList();
        if (devices.isEmpty()) {
            throw new BackendUnavailableException("no device can be tuned: "
                    + String.join(
                            "; ",
                            probes.stream()
                                    .map(probe -> probe.backend() + ": " + probe.message())
                                    .toList()));
        }
        return Devices.choose(devices, device.device());
    }
}
