package dev.atelier.bench;

import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Devices;
import dev.atelier.engine.backend.Probe;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says which devices are measured. */
public final class DeviceOptions {
    @Option(
            names = "--devices",
            split = ",",
            paramLabel = "ID",
            description = "Which devices, by what 'atelier devices' calls them. Default: all that are usable.")
    private List<String> wishes = List.of();

    /**
     * Returns the devices.
     *
     * @throws dev.atelier.engine.backend.BackendUnavailableException if one of them is not there
     */
    public List<DeviceInfo> chosen() {
        List<DeviceInfo> usable = Backends.probe().stream()
                .map(Probe::devices)
                .flatMap(List::stream)
                .toList();
        return wishes.isEmpty()
                ? usable
                : wishes.stream().map(wish -> Devices.choose(usable, wish)).toList();
    }
}
