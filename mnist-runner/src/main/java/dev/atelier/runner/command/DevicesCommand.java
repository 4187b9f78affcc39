package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendProvider;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Devices;
import dev.atelier.engine.backend.Probe;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.verify.SelfTest;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** Lists backends and devices, and checks that they compute correctly. */
@Command(
        name = "devices",
        description = "Lists every backend and device: usable, or the reason why not.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DevicesCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--verify",
            description = "Trains a little on each device and compares with double precision; exit code 6 if one is"
                    + " wrong.")
    private boolean verify;

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    DevicesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What a device's self-test found: an outcome, or the reason why there is none. */
    private record Verdict(SelfTest.@Nullable Outcome outcome, String failure) {
        boolean passed() {
            return outcome != null && outcome.mismatches().isEmpty();
        }

        String line() {
            if (outcome == null) {
                return "failed: " + failure;
            }
            return passed()
                    ? String.format(
                            Locale.ROOT,
                            "verified: %d checks, largest relative deviation %.1e",
                            outcome.checks(),
                            outcome.largestDeviation())
                    : "MISMATCH in " + outcome.mismatches().size() + " of " + outcome.checks() + " checks; first: "
                            + outcome.mismatches().get(0);
        }
    }

    @Override
    public Integer call() {
        output.check();
        BackendOptions options = device.options(surroundings, null);
        List<BackendProvider> providers = providers();
        List<Probe> probes =
                providers.stream().map(provider -> provider.probe(options)).toList();
        List<DeviceInfo> devices = chosen(probes);
        PrintStream text = output.text(surroundings);
        if (!output.quiet() || !verify) {
            probes.forEach(probe -> print(text, probe));
        }
        Map<DeviceInfo, Verdict> verdicts = new LinkedHashMap<>();
        if (verify) {
            for (DeviceInfo info : devices) {
                Verdict verdict = verify(providers, info, options);
                verdicts.put(info, verdict);
                text.println(Lines.wrap(info.id() + " " + verdict.line()));
                text.flush();
            }
        }
        output.writeJson(surroundings, json -> writeJson(json, probes, verdicts));
        boolean allPassed = verdicts.values().stream().allMatch(Verdict::passed);
        return (allPassed ? ExitCode.DONE : ExitCode.MISMATCH).code();
    }

    private List<BackendProvider> providers() {
        List<BackendProvider> all = Backends.providers();
        if (device.backend().equals(Backends.AUTO)) {
            return all;
        }
        List<BackendProvider> named = all.stream()
                .filter(provider -> provider.name().equals(device.backend()))
                .toList();
        if (named.isEmpty()) {
            throw new BackendUnavailableException("no backend '" + device.backend() + "'; there are: "
                    + String.join(", ", all.stream().map(BackendProvider::name).toList()));
        }
        return named;
    }

    /** Returns the device asked for, or all of them. */
    private List<DeviceInfo> chosen(List<Probe> probes) {
        List<DeviceInfo> devices = new ArrayList<>();
        probes.forEach(probe -> devices.addAll(probe.devices()));
        if (devices.isEmpty()) {
            throw new BackendUnavailableException("no device can be used: "
                    + String.join(
                            "; ",
                            probes.stream()
                                    .map(probe -> probe.backend() + ": " + probe.message())
                                    .toList()));
        }
        return device.device().isEmpty() ? devices : List.of(Devices.choose(devices, device.device()));
    }

    private static Verdict verify(List<BackendProvider> providers, DeviceInfo info, BackendOptions options) {
        BackendProvider provider = providers.stream()
                .filter(one -> one.name().equals(info.backend()))
                .findFirst()
                .orElseThrow();
        try (Backend backend = provider.open(options.withDevice(Integer.toString(info.index())))) {
            return new Verdict(SelfTest.run(backend), "");
        } catch (BackendException e) {
            return new Verdict(null, String.valueOf(e.getMessage()).replaceAll("\\R", " "));
        }
    }

    private static void print(PrintStream text, Probe probe) {
        text.println(DeviceOptions.line(probe));
        for (DeviceInfo info : probe.devices()) {
            String line = String.format(
                    Locale.ROOT,
                    "  %-11s%s: %s, %d compute units, %.1f GB; %s",
                    info.id(),
                    info.kind(),
                    info.name(),
                    info.computeUnits(),
                    info.memoryBytes() / 1e9,
                    info.driver());
            text.println(Lines.wrap(line, 13));
        }
        text.flush();
    }

    private static void writeJson(JsonGenerator json, List<Probe> probes, Map<DeviceInfo, Verdict> verdicts) {
        json.writeArrayPropertyStart("backends");
        for (Probe probe : probes) {
            json.writeStartObject();
            json.writeStringProperty("name", probe.backend());
            json.writeBooleanProperty("usable", probe.usable());
            json.writeStringProperty("message", probe.message());
            json.writeArrayPropertyStart("devices");
            probe.devices().forEach(info -> writeDevice(json, info, verdicts.get(info)));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeDevice(JsonGenerator json, DeviceInfo info, @Nullable Verdict verdict) {
        json.writeStartObject();
        json.writeStringProperty("id", info.id());
        json.writeStringProperty("name", info.name());
        json.writeStringProperty("kind", info.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("driver", info.driver());
        json.writeNumberProperty("compute_units", info.computeUnits());
        json.writeNumberProperty("memory_bytes", info.memoryBytes());
        if (verdict != null) {
            json.writeBooleanProperty("verified", verdict.passed());
            json.writeStringProperty("verification", verdict.line());
        }
        json.writeEndObject();
    }
}
