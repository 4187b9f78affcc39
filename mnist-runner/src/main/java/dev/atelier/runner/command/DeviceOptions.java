package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.Probe;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.data.DataSource;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what to compute on. */
final class DeviceOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--backend",
            paramLabel = "auto|cpu|opencl",
            defaultValue = Backends.AUTO,
            description = "What computes; auto is the best that can be used here. Default: auto.")
    private String backend = Backends.AUTO;

    @Option(
            names = "--device",
            paramLabel = "ID",
            defaultValue = "",
            description = "The device: its number, its id such as opencl:0, gpu, cpu, or a part of its name;"
                    + " 'atelier devices' lists them.")
    private String device = "";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of the cpu backend. Default: one a processor.")
    private int threads;

    @Option(
            names = "--binding",
            paramLabel = "lwjgl|jocl",
            defaultValue = "",
            converter = BindingConverter.class,
            description = "The library through which the opencl backend reaches its devices. Default: lwjgl if it is"
                    + " there, else jocl.")
    private String binding = "";

    @Option(
            names = "--tuning",
            paramLabel = "FILE|off",
            defaultValue = "",
            description =
                    "The file of 'atelier tune' that the opencl backend computes by. Default: the one of the cache,"
                            + " if it is there.")
    private String tuning = "";

    /** Returns the backend's name. */
    String backend() {
        return backend;
    }

    /** Returns what was written after {@code --device}, or nothing. */
    String device() {
        return device;
    }

    /** Takes another backend in place of the one that was given, and its best device. */
    void replace(String otherBackend) {
        backend = otherBackend;
        device = "";
    }

    /** Checks the options, before anything slow is done. */
    BackendOptions options(Surroundings surroundings, @Nullable Path cacheFolder) {
        Path cache = DataSource.cacheFolder(cacheFolder, surroundings.environment());
        try {
            return new BackendOptions(
                    device, threads, Map.of("cacheDir", cache.toString(), "binding", binding, "tuning", tuning));
        } catch (IllegalArgumentException e) {
            CommandSpec spec = command;
            if (spec == null) {
                throw e;
            }
            throw new ParameterException(spec.commandLine(), "--threads: " + e.getMessage(), e);
        }
    }

    /** Opens the backend; with {@code auto}, {@code lines} takes what each backend's probe found. */
    Backend open(BackendOptions options, Consumer<String> lines) {
        return Backends.open(backend, options, probe -> lines.accept(line(probe)));
    }

    /** Returns what a probe found. */
    static String line(Probe probe) {
        return Lines.wrap(
                String.format(
                        Locale.ROOT,
                        "%-8s%-12s%s",
                        probe.backend(),
                        probe.usable() ? "usable" : "not usable",
                        probe.message()),
                20);
    }
}
