package dev.atelier.runner;

import dev.atelier.runner.data.Mnist;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What the program sees of the world: passed in, so that tests can run it inside their own process.
 *
 * @param environment the environment variables
 * @param out standard output
 * @param err standard error
 * @param outIsTerminal whether someone watches {@code out}
 * @param errIsTerminal whether someone watches {@code err}
 * @param mirrors where MNIST is downloaded from
 * @param interruption how a signal reaches the running command
 */
public record Surroundings(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        List<URI> mirrors,
        Interruption interruption) {
    /** Copies the collections. */
    public Surroundings {
        environment = Map.copyOf(environment);
        mirrors = List.copyOf(mirrors);
    }

    /** Returns those of this process. The launcher says by system properties which streams are terminals. */
    static Surroundings ofProcess(Interruption interruption) {
        return new Surroundings(
                System.getenv(),
                System.out,
                System.err,
                Boolean.getBoolean("atelier.terminal.out"),
                Boolean.getBoolean("atelier.terminal.err"),
                Mnist.MIRRORS,
                interruption);
    }
}
