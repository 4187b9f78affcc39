package dev.atelier.engine.opencl.binding;

import dev.atelier.engine.backend.BackendUnavailableException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Loads bindings; no native library is touched before {@link #load} is called. */
public final class Bindings {
    /** What a person does about a missing loader or driver. */
    public static final String HOW_TO_INSTALL =
            "install one together with a driver: for a GPU its vendor's driver, for a CPU "
                    + "on Debian or Ubuntu 'apt-get install ocl-icd-libopencl1 pocl-opencl-icd'";

    /** The names that {@link #load} takes, the preferred one first. */
    public static final List<String> NAMES =
            Stream.of(Library.values()).map(Library::toString).toList();

    /** Debian installs the second name only with the development package. */
    static final List<String> LINUX_LOADERS = List.of("libOpenCL.so.1", "libOpenCL.so");

    /** What the binding through LWJGL needs on the class path. */
    static final String LWJGL_ARTIFACTS =
            "org.lwjgl:lwjgl and org.lwjgl:lwjgl-opencl with the natives of org.lwjgl:lwjgl for this machine";

    private static final Map<Library, OpenClBinding> LOADED = new EnumMap<>(Library.class);

    /** Why loading failed: classes that failed to load fail with another, less telling error the second time. */
    private static final Map<Library, String> FAILURES = new EnumMap<>(Library.class);

    /** The libraries there is a binding for. */
    private enum Library {
        LWJGL(LWJGL_ARTIFACTS),
        JOCL("org.jocl:jocl");

        private final String artifacts;

        Library(String artifacts) {
            this.artifacts = artifacts;
        }

        boolean isPresent() {
            return switch (this) {
                case LWJGL ->
                    Bindings.isPresent("org.lwjgl.opencl.CL10") && Bindings.isPresent("org.lwjgl.system.Library");
                case JOCL -> Bindings.isPresent("org.jocl.CL");
            };
        }

        OpenClBinding open() {
            return switch (this) {
                case LWJGL -> new LwjglBinding(LwjglLibrary.load());
                case JOCL -> new JoclBinding(JoclLibrary.load());
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Bindings() {}

    /**
     * Returns a binding, loading it the first time.
     *
     * @param wish one of {@link #NAMES}, or empty for the first that is on the class path
     * @throws IllegalArgumentException if there is no such binding
     * @throws BackendUnavailableException with one sentence that says what is missing
     */
    public static synchronized OpenClBinding load(String wish) {
        Library library = choose(wish);
        OpenClBinding binding = LOADED.get(library);
        if (binding != null) {
            return binding;
        }
        String failure = FAILURES.get(library);
        if (failure != null) {
            throw new BackendUnavailableException(failure);
        }
        try {
            binding = library.open();
        } catch (BackendUnavailableException e) {
            FAILURES.put(library, String.valueOf(e.getMessage()));
            throw e;
        } catch (LinkageError e) {
            String reason = library.name() + "'s native library can't be loaded (" + e.getMessage() + "); add "
                    + library.artifacts + " to the class path";
            FAILURES.put(library, reason);
            throw new BackendUnavailableException(reason, e);
        }
        LOADED.put(library, binding);
        return binding;
    }

    private static Library choose(String wish) {
        if (wish.isEmpty()) {
            return Stream.of(Library.values())
                    .filter(Library::isPresent)
                    .findFirst()
                    .orElseThrow(() -> new BackendUnavailableException("no OpenCL binding is on the class path; add "
                            + Library.LWJGL.artifacts + ", or " + Library.JOCL.artifacts));
        }
        Library library = Stream.of(Library.values())
                .filter(one -> one.toString().equals(wish))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no binding '" + wish + "'; there are: " + String.join(", ", NAMES)));
        if (!library.isPresent()) {
            throw new BackendUnavailableException(
                    library.name() + " is not on the class path; add " + library.artifacts);
        }
        return library;
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, Bindings.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
