package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendProvider;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Devices;
import dev.atelier.engine.backend.Probe;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;

/**
 * Provides the backend {@code cpu}.
 *
 * <p>Properties of {@link BackendOptions}: {@value #KERNELS} is {@code auto} (the Vector API where it is enabled) or {@code plain};
 * {@value #INPUT} is {@code auto} (the first layer skips zeros of a U8 data set that has many), {@code sparse} or {@code dense};
 * {@value #WARM_UP} is {@code on} (a thread calls the kernels for a moment, so that they are compiled early) or {@code off}.
 */
public final class CpuBackendProvider implements BackendProvider {
    /** The property that chooses the kernels. */
    public static final String KERNELS = "cpu.kernels";

    /** The property that chooses how the first layer reads a U8 data set. */
    public static final String INPUT = "cpu.input";

    /** The property that says whether kernels are compiled ahead of their use. */
    public static final String WARM_UP = "cpu.warm-up";

    private static final String NAME = "cpu";
    private static final System.Logger LOGGER = System.getLogger("dev.atelier.engine.cpu");

    /** Makes the provider; {@link java.util.ServiceLoader} calls this. */
    public CpuBackendProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Probe probe() {
        KernelChoice choice = KernelChoice.look();
        String message = choice.vector()
                ? "hand-written kernels on the Vector API"
                : "hand-written kernels in plain Java: " + choice.reason();
        return Probe.usable(NAME, message, List.of(device(choice)));
    }

    @Override
    public void prepare() {
        KernelChoice choice = KernelChoice.look();
        if (choice.vector()) {
            WarmUp.start(choice.kernels());
        }
    }

    @Override
    public Backend open(BackendOptions options) {
        KernelChoice choice = kernelChoice(options);
        InputPath inputPath = inputPath(options);
        boolean warm = warmUp(options);
        DeviceInfo device = Devices.choose(List.of(device(choice)), options.device());
        int threads = options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
        CpuBackend backend = new CpuBackend(device, new CpuEngine(choice.kernels(), threads, inputPath));
        if (warm && choice.vector()) {
            WarmUp.start(choice.kernels());
        }
        LOGGER.log(
                choice.vector() ? Level.INFO : Level.WARNING,
                "CPU backend: " + backend.description() + " (" + choice.reason() + ")");
        return backend;
    }

    private static KernelChoice kernelChoice(BackendOptions options) {
        String wish = options.properties().getOrDefault(KERNELS, "auto");
        return switch (wish) {
            case "auto" -> KernelChoice.look();
            case "plain" -> KernelChoice.plain();
            default -> throw new BackendUnavailableException(KERNELS + " must be auto or plain, but is '" + wish + "'");
        };
    }

    private static boolean warmUp(BackendOptions options) {
        String wish = options.properties().getOrDefault(WARM_UP, "on");
        return switch (wish) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new BackendUnavailableException(WARM_UP + " must be on or off, but is '" + wish + "'");
        };
    }

    private static InputPath inputPath(BackendOptions options) {
        String wish = options.properties().getOrDefault(INPUT, "auto");
        for (InputPath path : InputPath.values()) {
            if (path.name().toLowerCase(Locale.ROOT).equals(wish)) {
                return path;
            }
        }
        throw new BackendUnavailableException(INPUT + " must be auto, sparse or dense, but is '" + wish + "'");
    }

    private static DeviceInfo device(KernelChoice choice) {
        Runtime runtime = Runtime.getRuntime();
        String driver = "Java " + System.getProperty("java.version") + (choice.vector() ? ", Vector API" : ", plain");
        return new DeviceInfo(
                NAME,
                0,
                ProcessorName.read(),
                DeviceInfo.Kind.CPU,
                driver,
                runtime.availableProcessors(),
                runtime.maxMemory(),
                DeviceInfo.PREFER_NATIVE_CPU);
    }
}
