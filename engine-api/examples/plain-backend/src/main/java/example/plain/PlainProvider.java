package example.plain;

import dev.atelier.engine.backend.*;
import java.util.List;

/** Makes the backend known: {@code ServiceLoader} finds it by the file in {@code META-INF/services}. */
public final class PlainProvider implements BackendProvider {
    /** Preference 0: {@code auto} takes anything else first. */
    static final DeviceInfo DEVICE =
            new DeviceInfo("plain", 0, "one Java thread", DeviceInfo.Kind.CPU, "Java loops", 1, 1L << 31, 0);

    @Override public String name() { return DEVICE.backend(); }

    @Override public Probe probe() { return Probe.usable(name(), "loops in one thread", List.of(DEVICE)); }

    @Override public Backend open(BackendOptions options) { return new PlainBackend(); }
}
