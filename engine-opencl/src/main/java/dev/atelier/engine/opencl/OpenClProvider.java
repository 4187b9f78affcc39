package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendProvider;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Devices;
import dev.atelier.engine.backend.Probe;
import dev.atelier.engine.opencl.binding.Bindings;
import dev.atelier.engine.opencl.device.OpenClDevice;
import java.util.List;
import java.util.stream.Collectors;

/** Finds OpenCL devices and opens a backend on one. */
public final class OpenClProvider implements BackendProvider {
    /** The backend's name. */
    public static final String NAME = "opencl";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Probe probe() {
        try {
            List<DeviceInfo> devices =
                    devices().stream().map(OpenClDevice::info).toList();
            return Probe.usable(
                    NAME,
                    devices.stream()
                            .map(device -> device.name() + " (" + device.driver() + ")")
                            .collect(Collectors.joining(", ")),
                    devices);
        } catch (RuntimeException | LinkageError e) {
            String message = e.getMessage();
            return Probe.unusable(NAME, message == null ? e.toString() : message);
        }
    }

    @Override
    public Backend open(BackendOptions options) {
        List<OpenClDevice> devices = devices();
        DeviceInfo chosen =
                Devices.choose(devices.stream().map(OpenClDevice::info).toList(), options.device());
        return new OpenClBackend(devices.get(chosen.index()), OpenClSettings.parse(options.properties()));
    }

    private static List<OpenClDevice> devices() {
        List<OpenClDevice> devices = OpenClDevice.list(Bindings.load(), NAME);
        if (devices.isEmpty()) {
            throw new BackendUnavailableException(
                    "no OpenCL driver on this machine offers a device; " + Bindings.HOW_TO_INSTALL);
        }
        return devices;
    }
}
