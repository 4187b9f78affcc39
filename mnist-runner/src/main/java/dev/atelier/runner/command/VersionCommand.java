package dev.atelier.runner.command;

import dev.atelier.runner.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the version. */
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        for (String line : new Version().getVersion()) {
            surroundings.out().println(line);
        }
        return 0;
    }
}
