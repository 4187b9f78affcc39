package dev.atelier.runner.command;

import dev.atelier.runner.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;

/** The root of the command line. */
@Command(
        name = "atelier",
        description = "Trains fully connected networks with hand-written compute kernels.",
        subcommands = HelpCommand.class,
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 failure, 2 usage, 3 data, 4 device unavailable, 5 loss became NaN or infinite,",
            "6 verification mismatch, 7 target missed, 130 interrupted."
        })
public final class AtelierCommand {
    private static final int HELP_WIDTH = 80;

    /** Makes each command, by its name and in the order of the help text. */
    private static final Map<String, Function<Surroundings, ?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("train", TrainCommand::new);
        COMMANDS.put("eval", EvalCommand::new);
        COMMANDS.put("data", DataCommand::new);
        COMMANDS.put("devices", DevicesCommand::new);
        COMMANDS.put("predict", PredictCommand::new);
        COMMANDS.put("export", ExportCommand::new);
        COMMANDS.put("tune", TuneCommand::new);
        COMMANDS.put("report", ReportCommand::new);
        COMMANDS.put("lab", LabCommand::new);
        COMMANDS.put("serve", ServeCommand::new);
        COMMANDS.put("bundle", BundleCommand::new);
        COMMANDS.put("version", VersionCommand::new);
    }

    private AtelierCommand() {}

    /**
     * Returns the command line for these arguments: with the command that they begin with, and with all commands where they begin
     * with none. Reading what the options of a command are takes ten milliseconds, which every start would spend on each command.
     */
    public static CommandLine commandLine(Surroundings surroundings, String... args) {
        CommandLine commandLine = new CommandLine(new AtelierCommand());
        Function<Surroundings, ?> asked = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (asked != null) {
            commandLine.addSubcommand(asked.apply(surroundings));
        } else {
            COMMANDS.values().forEach(command -> commandLine.addSubcommand(command.apply(surroundings)));
        }
        return styled(surroundings, commandLine);
    }

    /** Lets a recipe's settings be the defaults of a command line that asks for it. */
    public static void applyRecipe(CommandLine commandLine, List<String> args) {
        CommandLine train = commandLine.getSubcommands().get("train");
        if (train != null && args.stream().anyMatch(arg -> arg.startsWith("--recipe"))) {
            train.setDefaultValueProvider(new RecipeDefaults(args));
        }
    }

    /** Returns the command line with the streams, the width and the colours that all of the program's commands use. */
    public static CommandLine styled(Surroundings surroundings, CommandLine commandLine) {
        boolean plain = !surroundings.outIsTerminal()
                || !surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty();
        return commandLine
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(HELP_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.ON))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
