package dev.atelier.runner.command;

import dev.atelier.runner.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    private static final int HELP_WIDTH = 100;

    private AtelierCommand() {}

    /** Returns the command line with all commands. */
    public static CommandLine commandLine(Surroundings surroundings) {
        return styled(
                surroundings,
                new CommandLine(new AtelierCommand())
                        .addSubcommand(new TrainCommand(surroundings))
                        .addSubcommand(new EvalCommand(surroundings))
                        .addSubcommand(new DataCommand(surroundings))
                        .addSubcommand(new DevicesCommand(surroundings))
                        .addSubcommand(new PredictCommand(surroundings))
                        .addSubcommand(new ExportCommand(surroundings))
                        .addSubcommand(new TuneCommand(surroundings))
                        .addSubcommand(new ReportCommand(surroundings))
                        .addSubcommand(new BundleCommand(surroundings))
                        .addSubcommand(new VersionCommand(surroundings)));
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
