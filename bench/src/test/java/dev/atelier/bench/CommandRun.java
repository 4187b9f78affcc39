package dev.atelier.bench;

import dev.atelier.runner.Atelier;
import dev.atelier.runner.Interruption;
import dev.atelier.runner.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * A command that was run inside the test.
 *
 * @param code its exit code
 * @param out what it printed on standard output
 * @param err what it printed on standard error, usage faults included
 */
public record CommandRun(int code, String out, String err) {
    /** Runs a command with an empty environment and without a network. */
    public static CommandRun of(Function<Surroundings, Object> command, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                errors,
                false,
                false,
                List.of(),
                new Interruption());
        CommandLine commandLine = new CommandLine(command.apply(surroundings))
                .setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8));
        int code = Atelier.run(surroundings, commandLine, arguments);
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Returns the lines of the result that an 80-column terminal would break. */
    public List<String> tooLongLines() {
        return out.lines().filter(line -> line.length() >= 80).toList();
    }
}
