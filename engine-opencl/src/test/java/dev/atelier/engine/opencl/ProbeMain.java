package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Probe;
import java.util.Map;

/** Prints the probe, then what opening says; the argument, if any, is the binding. */
final class ProbeMain {
    private ProbeMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        BackendOptions options =
                new BackendOptions("", 0, arguments.length == 0 ? Map.of() : Map.of("binding", arguments[0]));
        OpenClProvider provider = new OpenClProvider();
        for (int i = 0; i < 2; i++) { // the second time, too: a class that failed to load fails differently then
            Probe probe = provider.probe(options);
            System.out.println("usable=" + probe.usable() + " " + probe.message());
        }
        try (Backend backend = provider.open(options)) {
            System.out.println("opened " + backend.description());
        } catch (BackendUnavailableException e) {
            System.out.println("unavailable: " + e.getMessage());
        }
    }
}
