package dev.atelier.runner.command;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.FileFault;
import dev.atelier.runner.data.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The options that say what is printed, and where. */
public final class OutputOptions {
    private static final String STANDARD_OUTPUT = "-";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--json",
            paramLabel = "FILE|-",
            description = "Writes the result as a JSON object; - is standard output, and all else then goes to standard"
                    + " error.")
    private @Nullable String json;

    @Option(names = "--quiet", description = "Prints the result and warnings only.")
    private boolean quiet;

    // Read by the entry point, which must also know it when the options could not be parsed.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--debug", description = "Shows the stack trace of an error.")
    private boolean debug;

    /** Returns the stream that people read. */
    public PrintStream text(Surroundings surroundings) {
        return STANDARD_OUTPUT.equals(json) ? surroundings.err() : surroundings.out();
    }

    /** Whether {@link #text} is a terminal that somebody watches. */
    public boolean isTerminal(Surroundings surroundings) {
        return STANDARD_OUTPUT.equals(json) ? surroundings.errIsTerminal() : surroundings.outIsTerminal();
    }

    /** Whether only the result is wanted. */
    public boolean quiet() {
        return quiet;
    }

    /** Returns what prints lines on what is done, unless only the result is wanted. */
    Consumer<String> progress(PrintStream text) {
        return line -> {
            if (!quiet) {
                text.println(line);
                text.flush();
            }
        };
    }

    /** Checks that the JSON file can be written, before anything slow is done. */
    public void check() {
        if (json != null && !STANDARD_OUTPUT.equals(json)) {
            checkWritable("--json", Path.of(json));
        }
    }

    /** Checks that a file can be written. */
    public void checkWritable(String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        String fault = null;
        if (Files.isDirectory(file)) {
            fault = file + " is a folder";
        } else if (folder == null || !Files.isDirectory(folder)) {
            fault = "there is no folder " + folder;
        } else if (!WholeFile.canWrite(file)) {
            fault = file + " can't be written: permission denied";
        }
        CommandSpec spec = command;
        if (fault != null && spec != null) {
            throw new ParameterException(spec.commandLine(), option + ": " + fault);
        }
    }

    /** Returns one JSON object; {@code properties} writes what is in it. */
    static byte[] json(Consumer<JsonGenerator> properties) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            generator.writeStartObject();
            properties.accept(generator);
            generator.writeEndObject();
            generator.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    /** Writes one JSON object, if it is wanted; {@code properties} writes what is in it. */
    public void writeJson(Surroundings surroundings, Consumer<JsonGenerator> properties) {
        if (json != null) {
            writeJson(surroundings, json(properties));
        }
    }

    /** Writes one JSON object, if it is wanted. */
    void writeJson(Surroundings surroundings, byte[] object) {
        if (json == null) {
            return;
        }
        if (STANDARD_OUTPUT.equals(json)) {
            surroundings.out().writeBytes(object);
            if (surroundings.out().checkError()) {
                throw new CommandFailure(
                        ExitCode.FAILURE,
                        "standard output can't be written, and the result is lost: is the disk full?");
            }
            return;
        }
        try {
            WholeFile.writeBytes(Path.of(json), object);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, json + ": can't be written: " + FileFault.reason(e), e);
        }
    }

    /** Writes a number, or null where JSON has none. */
    public static void number(JsonGenerator generator, String name, double value) {
        if (Double.isFinite(value)) {
            generator.writeNumberProperty(name, value);
        } else {
            generator.writeNullProperty(name);
        }
    }
}
