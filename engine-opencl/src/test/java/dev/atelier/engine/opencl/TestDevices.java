package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Precision;
import java.util.HashMap;
import java.util.Map;

/** Opens backends for tests; a missing device fails them. */
final class TestDevices {
    /** Where the build keeps compiled programs, so that it does not touch the user's cache. */
    static final String CACHE = System.getProperty("atelier.opencl.cache", "target/cache");

    /** The binding under test, or nothing for the default one. */
    static final String BINDING = System.getProperty("atelier.opencl.binding", "");

    private TestDevices() {}

    /** Opens the preferred device. */
    static OpenClBackend open() {
        return open("", 0);
    }

    /**
     * Opens the preferred device with the kernels of this kind of device, and this side of a GEMM tile. Programs are not stored: PoCL compiles each once
     * more for that.
     */
    static OpenClBackend open(String kernels, int tile) {
        return open(Map.of(
                OpenClSettings.CACHE_DIRECTORY,
                CACHE,
                OpenClSettings.STORE_PROGRAMS,
                "false",
                OpenClSettings.KERNELS,
                kernels,
                OpenClSettings.TILE,
                Integer.toString(tile)));
    }

    /** Opens the preferred device in a precision that is for tensor cores, which are emulated where it has none. */
    static OpenClBackend emulating(Precision precision, int tile) {
        return open(Map.of(
                OpenClSettings.CACHE_DIRECTORY,
                CACHE,
                OpenClSettings.STORE_PROGRAMS,
                "false",
                OpenClSettings.TUNING,
                OpenClSettings.TUNING_OFF,
                OpenClSettings.TILE,
                Integer.toString(tile),
                Precision.PROPERTY,
                precision.label(),
                OpenClSettings.EMULATE_TENSOR_CORES,
                "true"));
    }

    static OpenClBackend open(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.putIfAbsent(OpenClSettings.BINDING, BINDING);
        return (OpenClBackend) new OpenClProvider().open(new BackendOptions("", 0, all));
    }
}
