package dev.atelier.engine.opencl.binding;

import dev.atelier.engine.backend.BackendUnavailableException;

/** Loads JOCL's native library and the OpenCL loader, around the traps that lie in both. */
final class JoclLibrary {
    /** Has JOCL unpack its library under a name of this process alone, and remove it when the process ends. */
    private static final String UNIQUE_NAMES = "uniqueLibraryNames";

    /** How JOCL's error begins when its own library was loaded and no OpenCL loader was. */
    private static final String NO_LOADER = "Could not initialize native OpenCL library";

    private JoclLibrary() {}

    /**
     * Loads both.
     *
     * @return the handlers of signals as they were before a driver was loaded
     * @throws BackendUnavailableException if one of them is not there
     */
    static FaultSignals load() {
        FaultSignals signals = rememberSignals();
        // Asked beforehand, since JOCL prints words of its own on standard output.
        if (System.getProperty("os.name").startsWith("Linux") && signals.findsNone(Bindings.LINUX_LOADERS)) {
            throw new BackendUnavailableException("no OpenCL loader was found (tried "
                    + String.join(", ", Bindings.LINUX_LOADERS) + "); " + Bindings.HOW_TO_INSTALL);
        }
        // Processes that start at the same time would map a file that one of them is still writing.
        String wished = System.getProperty(UNIQUE_NAMES);
        System.setProperty(UNIQUE_NAMES, "true");
        try {
            Class.forName("org.jocl.CL", true, JoclLibrary.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(e.getMessage());
        } catch (UnsatisfiedLinkError e) {
            throw new BackendUnavailableException(reason(e), e);
        } finally {
            if (wished == null) {
                System.clearProperty(UNIQUE_NAMES);
            } else {
                System.setProperty(UNIQUE_NAMES, wished);
            }
        }
        return signals;
    }

    private static FaultSignals rememberSignals() {
        try {
            return FaultSignals.remember(JnaCLibrary::new);
        } catch (LinkageError e) {
            throw new BackendUnavailableException(
                    "JOCL can't be used without JNA, which keeps a driver from taking Java's signal handlers away; add "
                            + "net.java.dev.jna:jna to the class path (" + firstLine(e) + ")",
                    e);
        }
    }

    private static String reason(UnsatisfiedLinkError error) {
        String message = firstLine(error);
        if (message.startsWith(NO_LOADER)) {
            return "no OpenCL loader was found; " + Bindings.HOW_TO_INSTALL;
        }
        return "JOCL's native library can't be loaded on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + " (" + message + "); use LWJGL: "
                + "add " + Bindings.LWJGL_ARTIFACTS;
    }

    private static String firstLine(LinkageError error) {
        String message = error.getMessage();
        return message == null ? error.toString() : message.lines().findFirst().orElse("");
    }
}
