package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.lab.Bench;
import dev.atelier.runner.lab.Experiment;
import dev.atelier.runner.lab.Finding;
import dev.atelier.runner.lab.Lab;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The lecture as experiments. */
@Command(
        name = "lab",
        description =
                "Tries the claims of the lecture: each experiment prints its figures and says whether the claim holds.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LabCommand implements Callable<Integer> {
    private static final String LIST = "list";
    private static final String ALL = "all";

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "The experiments: names, all, or list to see what there is. Default: list.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes a page with claims, figures, charts and verdicts.")
    private @Nullable Path html;

    @Option(names = "--png", paramLabel = "DIR", description = "Writes the charts to this folder.")
    private @Nullable Path folder;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all that is random; the claims hold with any. Default: 1.")
    private long seed;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    LabCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        output.check();
        if (html != null) {
            output.checkWritable("--html", html);
        }
        List<Experiment> chosen = chosen();
        PrintStream text = output.text(surroundings);
        if (chosen.isEmpty()) {
            Lab.experiments()
                    .forEach(experiment ->
                            text.println(String.format(Locale.ROOT, "%-14s%s", experiment.name(), experiment.title())));
            output.writeJson(surroundings, json -> {
                json.writeArrayPropertyStart("experiments");
                Lab.experiments().forEach(experiment -> json.writeString(experiment.name()));
                json.writeEndArray();
            });
            return ExitCode.DONE.code();
        }
        BackendOptions options = device.options(surroundings, data.cacheFolder());
        Map<Experiment, Finding> findings = new LinkedHashMap<>();
        CommandFailure failure = null;
        LabReport report = new LabReport(text);
        try (Backend backend = device.open(options, line -> {})) {
            Bench bench = new Bench(backend, images(), seed, progress(text));
            for (Experiment experiment : chosen) {
                report.printClaim(experiment, output.quiet());
                try {
                    Finding finding = experiment.run(bench);
                    findings.put(experiment, finding);
                    report.printFinding(experiment, finding, output.quiet());
                } catch (CommandFailure e) {
                    // What the others find is not lost.
                    failure = failure == null ? e : failure;
                    text.println();
                }
            }
        }
        report.write(findings, html, folder, output.progress(text));
        output.writeJson(surroundings, json -> {
            json.writeNumberProperty("seed", seed);
            json.writeArrayPropertyStart("findings");
            findings.forEach((experiment, finding) -> {
                json.writeStartObject();
                json.writeStringProperty("experiment", experiment.name());
                json.writeStringProperty("claim", experiment.claim());
                json.writeStringProperty("measured", finding.measured());
                json.writeBooleanProperty("holds", finding.holds());
                json.writeEndObject();
            });
            json.writeEndArray();
        });
        if (failure != null) {
            throw failure;
        }
        boolean allHold = findings.values().stream().allMatch(Finding::holds);
        return (allHold ? ExitCode.DONE : ExitCode.MISMATCH).code();
    }

    /** Returns the experiments that are asked for; none for the list. */
    private List<Experiment> chosen() {
        List<String> asked = new ArrayList<>(names);
        if (!asked.isEmpty() && asked.get(0).equals("run")) {
            asked.remove(0);
            if (asked.isEmpty()) {
                throw usage("run needs the names of experiments, or all");
            }
        }
        if (asked.isEmpty() || asked.equals(List.of(LIST))) {
            return List.of();
        } else if (asked.equals(List.of(ALL))) {
            return Lab.experiments();
        }
        Map<String, Experiment> known =
                Lab.experiments().stream().collect(Collectors.toMap(Experiment::name, experiment -> experiment));
        List<Experiment> chosen = new ArrayList<>();
        for (String name : asked) {
            Experiment experiment = known.get(name);
            if (experiment == null) {
                throw usage("there is no experiment '" + name + "'; 'atelier lab list' names them");
            }
            chosen.add(experiment);
        }
        return chosen;
    }

    private RuntimeException usage(String message) {
        CommandSpec own = spec;
        return own == null ? new IllegalArgumentException(message) : new ParameterException(own.commandLine(), message);
    }

    /** Loads images only when an experiment asks for them. */
    private Supplier<ImageData> images() {
        return new Supplier<>() {
            private @Nullable ImageData loaded;

            @Override
            public ImageData get() {
                ImageData images = loaded;
                if (images == null) {
                    data.startLoading(surroundings);
                    images = data.loaded();
                    loaded = images;
                }
                return images;
            }
        };
    }

    private Consumer<String> progress(PrintStream text) {
        return line -> {
            if (!output.quiet()) {
                text.println("         " + line);
                text.flush();
            }
        };
    }
}
