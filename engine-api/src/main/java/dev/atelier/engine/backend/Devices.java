package dev.atelier.engine.backend;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Chooses a device by what a person wrote after {@code --device}. */
public final class Devices {
    private Devices() {}

    /**
     * Returns the device that {@code wish} names: its index, its {@link DeviceInfo#id() id}, {@code gpu} or {@code cpu}, a part
     * of its name in any case, or, when empty, the one with the highest preference.
     *
     * @throws BackendUnavailableException if none fits, listing those that are there
     */
    public static DeviceInfo choose(List<DeviceInfo> devices, String wish) {
        return devices.stream()
                .filter(device -> matches(device, wish.strip().toLowerCase(Locale.ROOT)))
                .reduce((best, next) -> next.preference() > best.preference() ? next : best)
                .orElseThrow(() -> new BackendUnavailableException("no device '" + wish + "'; there are: "
                        + devices.stream()
                                .map(device -> device.id() + " " + device.kind() + " '" + device.name() + "'")
                                .collect(Collectors.joining(", "))));
    }

    private static boolean matches(DeviceInfo device, String wish) {
        return switch (wish) {
            case "" -> true;
            case "gpu" -> device.kind() == DeviceInfo.Kind.GPU;
            case "cpu" -> device.kind() == DeviceInfo.Kind.CPU;
            default ->
                wish.chars().allMatch(Character::isDigit)
                        ? wish.equals(Integer.toString(device.index()))
                        : wish.equals(device.id())
                                || device.name().toLowerCase(Locale.ROOT).contains(wish);
        };
    }
}
