package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Probe;

/** Prints the probe, then what opening says. */
final class ProbeMain {
    private ProbeMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        OpenClProvider provider = new OpenClProvider();
        for (int i = 0; i < 2; i++) { // the second time, too: a class that failed to load fails differently then
            Probe probe = provider.probe();
            System.out.println("usable=" + probe.usable() + " " + probe.message());
        }
        try {
            provider.open(BackendOptions.defaults()).close();
            System.out.println("opened");
        } catch (BackendUnavailableException e) {
            System.out.println("unavailable: " + e.getMessage());
        }
    }
}
