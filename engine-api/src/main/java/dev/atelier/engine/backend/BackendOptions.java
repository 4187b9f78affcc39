package dev.atelier.engine.backend;

import java.util.HashMap;
import java.util.Map;

/**
 * How a backend is to be opened.
 *
 * @param device an index, a part of a device's name, an {@link DeviceInfo#id() id}, {@code gpu}, {@code cpu}, or empty for the
 *     provider's own choice; read by {@link Devices#choose}
 * @param threads host threads to compute with, 0 for the backend's own choice; ignored by devices that have their own
 * @param properties what only one backend knows, by name
 */
public record BackendOptions(String device, int threads, Map<String, String> properties) {
    /** Copies the map and checks the thread count. */
    public BackendOptions {
        properties = Map.copyOf(properties);
        if (threads < 0 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads must be 0 to " + MAX_THREADS + ", but is " + threads);
        }
    }

    /** The most threads that can be asked for. */
    public static final int MAX_THREADS = 1024;

    /** Returns options that leave every choice to the backend. */
    public static BackendOptions defaults() {
        return new BackendOptions("", 0, Map.of());
    }

    /**
     * Returns what matrices are to be multiplied in.
     *
     * @throws IllegalArgumentException if the property is no {@link Precision#label() label}
     */
    public Precision precision() {
        try {
            return Precision.of(properties.getOrDefault(Precision.PROPERTY, Precision.FP32.label()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("property '" + Precision.PROPERTY + "': " + e.getMessage(), e);
        }
    }

    /** Returns these options with another precision. */
    public BackendOptions withPrecision(Precision precision) {
        return withProperty(Precision.PROPERTY, precision.label());
    }

    /** Returns these options with one property set or changed. */
    public BackendOptions withProperty(String name, String value) {
        Map<String, String> changed = new HashMap<>(properties);
        changed.put(name, value);
        return new BackendOptions(device, threads, changed);
    }

    /** Returns these options with another device. */
    public BackendOptions withDevice(String newDevice) {
        return new BackendOptions(newDevice, threads, properties);
    }

    /** Returns these options with another number of threads. */
    public BackendOptions withThreads(int newThreads) {
        return new BackendOptions(device, newThreads, properties);
    }
}
