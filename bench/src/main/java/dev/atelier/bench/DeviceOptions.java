package dev.atelier.bench;

import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Devices;
import dev.atelier.engine.backend.Probe;
import dev.atelier.runner.command.BindingConverter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which devices are measured, and through what. */
public final class DeviceOptions {
    @Option(
            names = {"--devices", "--device"},
            split = ",",
            paramLabel = "ID",
            description = "Which devices, by what 'atelier devices' calls them. Default: all that are usable.")
    private List<String> wishes = List.of();

    @Option(
            names = "--binding",
            paramLabel = "lwjgl|jocl",
            defaultValue = "",
            converter = BindingConverter.class,
            description = "The library through which the opencl backend reaches its devices. Default: lwjgl if it is"
                    + " there, else jocl.")
    private String binding = "";

    /** Returns how backends are to be opened, all but the device. */
    public BackendOptions options() {
        return new BackendOptions("", 0, Map.of("binding", binding));
    }

    /**
     * Returns the devices.
     *
     * @throws dev.atelier.engine.backend.BackendUnavailableException if one of them is not there
     */
    public List<DeviceInfo> chosen() {
        List<DeviceInfo> usable = Backends.probeWith(options()).stream()
                .map(Probe::devices)
                .flatMap(List::stream)
                .toList();
        return wishes.isEmpty()
                ? usable
                : wishes.stream().map(wish -> Devices.choose(usable, wish)).toList();
    }
}
