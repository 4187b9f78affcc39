package dev.atelier.engine.backend;

import java.util.List;

/**
 * What a provider found on this machine.
 *
 * @param backend the provider's name
 * @param usable whether {@link BackendProvider#open} can work
 * @param message one sentence: what runs, or why it can't
 * @param devices the usable devices; empty when {@code usable} is false
 */
public record Probe(String backend, boolean usable, String message, List<DeviceInfo> devices) {
    /** Copies the list. */
    public Probe {
        devices = List.copyOf(devices);
    }

    /** Returns the probe of a usable backend. */
    public static Probe usable(String backend, String message, List<DeviceInfo> devices) {
        return new Probe(backend, true, message, devices);
    }

    /** Returns the probe of a backend that can't be used. */
    public static Probe unusable(String backend, String reason) {
        return new Probe(backend, false, reason, List.of());
    }
}
