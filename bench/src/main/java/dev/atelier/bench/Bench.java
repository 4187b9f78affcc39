package dev.atelier.bench;

import dev.atelier.bench.augment.AugmentCommand;
import dev.atelier.bench.compare.CompareCommand;
import dev.atelier.bench.peers.PeersCommand;
import dev.atelier.bench.products.ProductsCommand;
import dev.atelier.bench.progression.ProgressionCommand;
import dev.atelier.bench.scaling.ScalingCommand;
import dev.atelier.runner.Atelier;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.AtelierCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code atelier bench}. */
@Command(
        name = "atelier bench",
        description = "Measures the backends.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Bench {
    private Bench() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        Atelier.runProcess(Bench::commandLine, args);
    }

    private static CommandLine commandLine(Surroundings surroundings) {
        return AtelierCommand.styled(
                surroundings,
                new CommandLine(new Bench())
                        .addSubcommand(new CompareCommand(surroundings))
                        .addSubcommand(new ScalingCommand(surroundings))
                        .addSubcommand(new AugmentCommand(surroundings))
                        .addSubcommand(new ProductsCommand(surroundings))
                        .addSubcommand(new ProgressionCommand(surroundings))
                        .addSubcommand(new PeersCommand(surroundings))
                        .addSubcommand(new JmhCommand()));
    }
}
