package dev.atelier.engine.backend;

/** Finds and opens one kind of backend; registered for {@link java.util.ServiceLoader}. */
public interface BackendProvider {
    /** Returns the name that {@code --backend} takes: lower case, no spaces. */
    String name();

    /** Says whether the backend can be used here. Never throws, and loads no native library before it is called. */
    Probe probe();

    /**
     * Says whether {@link #open} can be expected to work with these options, of which the device is not looked at. Override it
     * where that depends on a property; never throws.
     */
    default Probe probe(BackendOptions options) {
        return probe();
    }

    /**
     * Begins in the background what would make a backend's first steps slow, such as having its kernels compiled, and returns at
     * once. A program may call it as soon as it is likely to open the backend. Does nothing unless a backend overrides it; never
     * throws.
     */
    default void prepare() {}

    /**
     * Opens a backend on one device; the calling thread owns it.
     *
     * @throws BackendUnavailableException if the device is not there or can't be used
     * @throws BackendException if the device fails while it is opened
     */
    Backend open(BackendOptions options);
}
