package dev.atelier.engine.opencl.binding;

import dev.atelier.engine.backend.BackendUnavailableException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.lwjgl.opencl.CL;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.Library;
import org.lwjgl.system.Platform;

/** Loads LWJGL's native library and the OpenCL loader, around the traps that lie in both. */
final class LwjglLibrary {
    private LwjglLibrary() {}

    /**
     * Loads both.
     *
     * @return the handlers of signals as they were before a driver was loaded
     * @throws BackendUnavailableException if there is no OpenCL loader
     */
    static FaultSignals load() {
        silence();
        loadNatives();
        FaultSignals signals = FaultSignals.remember(LwjglCLibrary::new);
        loadOpenCl();
        return signals;
    }

    private static void loadOpenCl() {
        Configuration.OPENCL_EXPLICIT_INIT.set(true);
        if (Configuration.OPENCL_LIBRARY_NAME.get() != null || Platform.get() != Platform.LINUX) {
            try {
                CL.create();
            } catch (UnsatisfiedLinkError e) {
                throw noLoader(e);
            }
            return;
        }
        UnsatisfiedLinkError failure = null;
        for (String name : Bindings.LINUX_LOADERS) {
            try {
                CL.create(name);
                return;
            } catch (UnsatisfiedLinkError e) {
                failure = e;
            }
        }
        throw noLoader(failure == null ? new UnsatisfiedLinkError() : failure);
    }

    /** Keeps LWJGL's pages of advice off the user's screen; the exceptions say what is missing in one line. */
    private static void silence() {
        if (Configuration.DEBUG_STREAM.get() == null && !Configuration.DEBUG.get(false)) {
            Configuration.DEBUG_STREAM.set(
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        }
    }

    /**
     * Has LWJGL unpack its library into a folder of this process alone: processes that start at the same time overwrite each
     * other's copy while it is mapped, and die of it. The folder goes as soon as the library is mapped, where the system lets it.
     */
    private static void loadNatives() {
        if (Configuration.SHARED_LIBRARY_EXTRACT_PATH.get() != null || Configuration.LIBRARY_PATH.get() != null) {
            Library.initialize();
            return;
        }
        Path folder;
        try {
            folder = Files.createTempDirectory("atelier-lwjgl-");
        } catch (IOException e) {
            throw new BackendUnavailableException(
                    "LWJGL's native library can't be unpacked: no folder can be made in "
                            + System.getProperty("java.io.tmpdir") + "; name another with -Djava.io.tmpdir=FOLDER",
                    e);
        }
        try {
            Configuration.SHARED_LIBRARY_EXTRACT_PATH.set(folder.toString());
            Library.initialize();
        } finally {
            delete(folder.toFile());
        }
    }

    /** Deletes a folder now, or when the process ends. */
    private static void delete(File file) {
        if (!file.exists()) {
            return;
        }
        file.deleteOnExit();
        File[] inside = file.listFiles();
        if (inside != null) {
            for (File child : inside) {
                delete(child);
            }
        }
        if (!file.delete()) {
            file.deleteOnExit();
        }
    }

    private static BackendUnavailableException noLoader(UnsatisfiedLinkError cause) {
        Object wished = Configuration.OPENCL_LIBRARY_NAME.get();
        String tried = wished != null
                ? wished.toString()
                : Platform.get() == Platform.LINUX
                        ? String.join(", ", Bindings.LINUX_LOADERS)
                        : System.mapLibraryName("OpenCL").toLowerCase(Locale.ROOT);
        return new BackendUnavailableException(
                "no OpenCL loader was found (tried " + tried + "); " + Bindings.HOW_TO_INSTALL, cause);
    }
}
