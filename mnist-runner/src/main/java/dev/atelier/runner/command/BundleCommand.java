package dev.atelier.runner.command;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.bundle.Bundle;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Packs the program and a Java runtime into one archive. */
@Command(
        name = "bundle",
        description =
                "Packs the program, its kernels and a Java runtime into one archive that runs on a Linux x86-64 host"
                        + " without Java.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BundleCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = Bundle.FOLDER + ".tar.gz",
            description = "The archive. Default: ${DEFAULT-VALUE}.")
    private Path file = Path.of(Bundle.FOLDER + ".tar.gz");

    @Mixin
    private final OutputOptions output = new OutputOptions();

    BundleCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        output.check();
        output.checkWritable("--output", file);
        String fault = Bundle.platformFault(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (!fault.isEmpty()) {
            throw new CommandFailure(ExitCode.FAILURE, fault);
        }
        PrintStream text = output.text(surroundings);
        List<Path> classPath = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .toList();
        Bundle.write(classPath, licence(classPath), file, line -> {
            if (!output.quiet()) {
                text.println(line);
                text.flush();
            }
        });
        text.println(String.format(Locale.ROOT, "result   %s, %.1f MB", file, bytes() / 1e6));
        text.flush();
        output.writeJson(surroundings, json -> {
            json.writeStringProperty("file", file.toString());
            json.writeNumberProperty("bytes", bytes());
            json.writeStringProperty("version", Version.number());
            json.writeStringProperty("java", System.getProperty("java.version"));
        });
        return ExitCode.DONE.code();
    }

    /** Returns where the licence lies in the project that was built: beside the modules. */
    private static Path licence(List<Path> classPath) {
        return classPath.get(0).toAbsolutePath().resolve("../../../LICENSE").normalize();
    }

    private long bytes() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, file + ": can't be read: " + e.getMessage(), e);
        }
    }
}
