package dev.atelier.engine.opencl.binding;

import dev.atelier.engine.backend.BackendUnavailableException;
import org.jspecify.annotations.Nullable;

/** Loads the binding; no native library is touched before {@link #load()} is called. */
public final class Bindings {
    /** What a person does about a missing loader or driver. */
    public static final String HOW_TO_INSTALL =
            "install one together with a driver: for a GPU its vendor's driver, for a CPU "
                    + "on Debian or Ubuntu 'apt-get install ocl-icd-libopencl1 pocl-opencl-icd'";

    private static @Nullable OpenClBinding loaded;

    /** Why loading failed: classes that failed to load fail with another, less telling error the second time. */
    private static @Nullable String failure;

    private Bindings() {}

    /**
     * Returns the binding, loading it the first time.
     *
     * @throws BackendUnavailableException with one sentence that says what is missing
     */
    public static synchronized OpenClBinding load() {
        OpenClBinding binding = loaded;
        if (binding != null) {
            return binding;
        }
        if (failure != null) {
            throw new BackendUnavailableException(failure);
        }
        try {
            binding = new LwjglBinding(LwjglLibrary.load());
        } catch (BackendUnavailableException e) {
            failure = e.getMessage();
            throw e;
        } catch (LinkageError e) {
            String reason = reason(e);
            failure = reason;
            throw new BackendUnavailableException(reason, e);
        }
        loaded = binding;
        return binding;
    }

    private static String reason(LinkageError error) {
        if (error.getCause() instanceof ClassNotFoundException) {
            return "LWJGL is not on the class path; add org.lwjgl:lwjgl and org.lwjgl:lwjgl-opencl with the natives of "
                    + "org.lwjgl:lwjgl for this machine";
        }
        return "LWJGL's native library can't be loaded (" + error.getMessage()
                + "); add the natives of org.lwjgl:lwjgl for this machine to the class path";
    }
}
