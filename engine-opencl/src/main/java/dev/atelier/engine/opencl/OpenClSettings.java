package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.opencl.binding.Bindings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What {@link BackendOptions#properties()} can say to this backend.
 *
 * @param binding {@code lwjgl} or {@code jocl}, or empty for the first of them that is on the class path
 * @param cacheDirectory where built programs are kept
 * @param storePrograms whether what was compiled is stored there when the backend is closed, which some drivers take their time for
 * @param kernels {@code cpu} or {@code gpu} to choose the kernels of that kind of device, or empty for those of the device
 * @param tuning the file of tunings, {@code off} for none, or empty for the one of the cache
 * @param tile work-items along each side of a GEMM tile on GPU devices, 0 to choose by shape
 * @param precision what products are multiplied in
 * @param emulateTensorCores whether a device without tensor cores computes what they would, slowly, as tests have it
 * @param persistentGroups the most work-groups of a launch that does many steps, 0 for one a core
 */
record OpenClSettings(
        String binding,
        Path cacheDirectory,
        boolean storePrograms,
        String kernels,
        String tuning,
        int tile,
        Precision precision,
        boolean emulateTensorCores,
        int persistentGroups) {
    static final String BINDING = "binding";
    static final String CACHE_DIRECTORY = "cacheDir";
    static final String STORE_PROGRAMS = "storePrograms";
    static final String KERNELS = "kernels";
    static final String TUNING = "tuning";
    static final String TUNING_OFF = "off";
    static final String TILE = "tile";
    static final String EMULATE_TENSOR_CORES = "emulateTensorCores";
    static final String PERSISTENT_GROUPS = "persistentGroups";

    private static final Set<String> TILES = Set.of("0", "2", "4", "8", "16");

    /** Reads the properties, ignoring those of other backends; the cache directory defaults to {@code $ATELIER_CACHE}, else the user's cache. */
    static OpenClSettings parse(Map<String, String> properties) {
        String binding = properties.getOrDefault(BINDING, "");
        if (!binding.isEmpty() && !Bindings.NAMES.contains(binding)) {
            throw new IllegalArgumentException("property '" + BINDING + "' must be "
                    + String.join(" or ", Bindings.NAMES) + ", but is '" + binding + "'");
        }
        String kernels = properties.getOrDefault(KERNELS, "");
        if (!Set.of("", "cpu", "gpu").contains(kernels)) {
            throw new IllegalArgumentException(
                    "property '" + KERNELS + "' must be cpu or gpu, but is '" + kernels + "'");
        }
        String tile = properties.getOrDefault(TILE, "0");
        if (!TILES.contains(tile)) {
            throw new IllegalArgumentException(
                    "property '" + TILE + "' must be 0, 2, 4, 8 or 16, but is '" + tile + "'");
        }
        String groups = properties.getOrDefault(PERSISTENT_GROUPS, "0");
        if (!groups.matches("\\d{1,6}")) {
            throw new IllegalArgumentException(
                    "property '" + PERSISTENT_GROUPS + "' must be a number, but is '" + groups + "'");
        }
        String wished = properties.get(CACHE_DIRECTORY);
        return new OpenClSettings(
                binding,
                wished == null ? defaultCache(System.getenv()) : Path.of(wished),
                flag(properties, STORE_PROGRAMS, true),
                kernels,
                properties.getOrDefault(TUNING, ""),
                Integer.parseInt(tile),
                new BackendOptions("", 0, properties).precision(),
                flag(properties, EMULATE_TENSOR_CORES, false),
                Integer.parseInt(groups));
    }

    private static boolean flag(Map<String, String> properties, String name, boolean usual) {
        String value = properties.getOrDefault(name, Boolean.toString(usual));
        if (!Set.of("true", "false").contains(value)) {
            throw new IllegalArgumentException("property '" + name + "' must be true or false, but is '" + value + "'");
        }
        return value.equals("true");
    }

    static Path defaultCache(Map<String, String> environment) {
        String own = environment.getOrDefault("ATELIER_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = shared.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
        return caches.resolve("atelier");
    }
}
