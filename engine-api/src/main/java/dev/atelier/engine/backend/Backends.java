package dev.atelier.engine.backend;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Finds backends through {@link ServiceLoader} and opens one; never falls back to another without saying so. */
public final class Backends {
    /** The name that stands for the best usable backend. */
    public static final String AUTO = "auto";

    private static final System.Logger LOGGER = System.getLogger("dev.atelier.engine.backend");

    private Backends() {}

    /** Returns the providers on the class path, in the order of their names. */
    public static List<BackendProvider> providers() {
        List<BackendProvider> providers = new ArrayList<>();
        try {
            ServiceLoader.load(BackendProvider.class).forEach(providers::add);
        } catch (ServiceConfigurationError e) {
            throw new BackendException("a backend on the class path can't be loaded: " + e.getMessage(), e);
        }
        providers.sort(Comparator.comparing(BackendProvider::name));
        return providers;
    }

    /**
     * Has the backend of this name, or with {@link #AUTO} every one, {@link BackendProvider#prepare prepare} itself on a thread of its
     * own, and returns at once. What goes wrong there, {@link #open} will say.
     */
    public static void prepare(String name) {
        Thread thread = new Thread(
                () -> quietly(() -> providers().stream()
                        .filter(provider -> name.equals(AUTO) || name.equals(provider.name()))
                        .forEach(provider -> quietly(provider::prepare))),
                "atelier-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    private static void quietly(Runnable preparation) {
        try {
            preparation.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "not prepared", e);
        }
    }

    /** Probes every provider. */
    public static List<Probe> probe() {
        return probeWith(BackendOptions.defaults());
    }

    /** Probes every provider with these options. */
    public static List<Probe> probeWith(BackendOptions options) {
        return providers().stream().map(provider -> provider.probe(options)).toList();
    }

    /**
     * Opens the backend of this name, or with {@link #AUTO} the one whose device has the highest preference among those that
     * fit {@code options.device()}.
     *
     * @throws BackendUnavailableException with the reason, if there is no such backend, it can't be used, or does not compute in
     *     {@code options.precision()}
     */
    public static Backend open(String name, BackendOptions options) {
        return open(name, options, probe -> {});
    }

    /** As {@link #open(String, BackendOptions)}; with {@link #AUTO}, {@code observer} is shown every probe. */
    public static Backend open(String name, BackendOptions options, Consumer<Probe> observer) {
        List<BackendProvider> providers = providers();
        if (name.equals(AUTO)) {
            return openBest(providers, options, observer);
        }
        BackendProvider provider = providers.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BackendUnavailableException("no backend '" + name + "'; there are: "
                        + providers.stream().map(BackendProvider::name).collect(Collectors.joining(", "))));
        Probe probe = provider.probe(options);
        if (!probe.usable()) {
            throw new BackendUnavailableException("backend '" + name + "' can't be used: " + probe.message());
        }
        return opened(provider, options);
    }

    /** Opens a backend that computes in the precision that was asked for, or none. */
    private static Backend opened(BackendProvider provider, BackendOptions options) {
        Precision wanted = options.precision();
        Backend backend = provider.open(options);
        if (backend.precision() != wanted) {
            BackendUnavailableException fault = new BackendUnavailableException(
                    "precision " + wanted.label() + " needs a device with tensor cores, and backend '" + provider.name()
                            + "' computes in " + backend.precision().label() + " on "
                            + backend.device().name());
            Releases releases = new Releases();
            releases.add(backend::close);
            releases.closeAfter(fault);
            throw fault;
        }
        return backend;
    }

    private static Backend openBest(List<BackendProvider> providers, BackendOptions options, Consumer<Probe> observer) {
        List<Probe> probes =
                providers.stream().map(provider -> provider.probe(options)).toList();
        probes.forEach(observer);
        List<DeviceInfo> devices =
                probes.stream().flatMap(probe -> probe.devices().stream()).toList();
        if (devices.isEmpty()) {
            throw new BackendUnavailableException("no backend can be used: "
                    + probes.stream()
                            .map(probe -> probe.backend() + ": " + probe.message())
                            .collect(Collectors.joining("; ")));
        }
        DeviceInfo best = Devices.choose(devices, options.device());
        BackendProvider provider = providers.stream()
                .filter(one -> one.name().equals(best.backend()))
                .findFirst()
                .orElseThrow();
        return opened(provider, options.withDevice(Integer.toString(best.index())));
    }
}
