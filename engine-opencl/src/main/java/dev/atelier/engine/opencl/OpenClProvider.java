package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Devices;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.backend.Probe;
import dev.atelier.engine.backend.TunableProvider;
import dev.atelier.engine.backend.TuningListener;
import dev.atelier.engine.backend.TuningReport;
import dev.atelier.engine.backend.TuningRequest;
import dev.atelier.engine.opencl.binding.Bindings;
import dev.atelier.engine.opencl.binding.OpenClBinding;
import dev.atelier.engine.opencl.device.OpenClDevice;
import java.util.List;
import java.util.stream.Collectors;

/** Finds OpenCL devices and opens a backend on one. */
public final class OpenClProvider implements TunableProvider {
    /** The backend's name. */
    public static final String NAME = "opencl";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Probe probe() {
        return probe(BackendOptions.defaults());
    }

    @Override
    public Probe probe(BackendOptions options) {
        try {
            OpenClBinding binding =
                    Bindings.load(OpenClSettings.parse(options.properties()).binding());
            List<DeviceInfo> devices =
                    devices(binding).stream().map(OpenClDevice::info).toList();
            return Probe.usable(
                    NAME,
                    devices.stream()
                                    .map(device -> device.name() + " (" + device.driver() + ")")
                                    .collect(Collectors.joining(", "))
                            + "; binding: " + binding.name(),
                    devices);
        } catch (RuntimeException | LinkageError e) {
            String message = e.getMessage();
            return Probe.unusable(NAME, message == null ? e.toString() : message);
        }
    }

    @Override
    public Backend open(BackendOptions options) {
        OpenClSettings settings = OpenClSettings.parse(options.properties());
        return new OpenClBackend(device(settings, options), settings);
    }

    @Override
    public TuningReport tune(BackendOptions options, TuningRequest request, TuningListener listener) {
        OpenClSettings settings = OpenClSettings.parse(options.properties());
        OpenClDevice device = device(settings, options);
        if (settings.precision() != Precision.FP32) {
            // Says that there are no tensor cores before every candidate does.
            new OpenClBackend(device, settings).close();
        }
        return new TuningSession(device, settings, options.properties()).run(request, listener);
    }

    private static OpenClDevice device(OpenClSettings settings, BackendOptions options) {
        List<OpenClDevice> devices = devices(Bindings.load(settings.binding()));
        DeviceInfo chosen =
                Devices.choose(devices.stream().map(OpenClDevice::info).toList(), options.device());
        return devices.get(chosen.index());
    }

    private static List<OpenClDevice> devices(OpenClBinding binding) {
        List<OpenClDevice> devices = OpenClDevice.list(binding, NAME);
        if (devices.isEmpty()) {
            throw new BackendUnavailableException(
                    "no OpenCL driver on this machine offers a device; " + Bindings.HOW_TO_INSTALL);
        }
        return devices;
    }
}
