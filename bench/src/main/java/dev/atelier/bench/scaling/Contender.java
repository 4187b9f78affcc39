package dev.atelier.bench.scaling;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * An open backend that takes part.
 *
 * @param threads that were asked for, 0 for a device that has its own
 */
record Contender(Backend backend, int threads) {
    private static final String CPU = "cpu";

    /** Opens each device, the cpu backend once for each number of threads; adds them to {@code opened} one by one. */
    static void open(List<DeviceInfo> devices, BackendOptions common, List<Integer> threads, List<Contender> opened) {
        for (DeviceInfo device : devices) {
            BackendOptions options = common.withDevice(Integer.toString(device.index()));
            for (int count : device.backend().equals(CPU) ? threads : List.of(0)) {
                opened.add(new Contender(Backends.open(device.backend(), options.withThreads(count)), count));
            }
        }
    }

    /** Returns the cpu backends, which differ in their threads. */
    static List<Contender> byThreads(List<Contender> all) {
        return all.stream().filter(contender -> contender.threads != 0).toList();
    }

    /** Returns one contender a device: of the cpu backends the one with the most threads. */
    static List<Contender> ofDevices(List<Contender> all) {
        List<Contender> devices = new ArrayList<>(all);
        List<Contender> cpus = byThreads(all);
        if (!cpus.isEmpty()) {
            devices.removeAll(cpus.subList(0, cpus.size() - 1));
        }
        return devices;
    }

    /** Returns what tables and charts call it. */
    String label() {
        String id = backend.device().id();
        return threads == 0 ? id : id + ", " + threads + (threads == 1 ? " thread" : " threads");
    }
}
