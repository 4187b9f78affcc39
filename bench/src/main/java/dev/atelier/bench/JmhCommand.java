package dev.atelier.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Hands everything on to JMH. */
@Command(
        name = "jmh",
        description = "Runs the JMH benchmarks; takes JMH's own arguments, such as a benchmark's name, -p batch=64,"
                + " -prof gc, -l or -h.")
final class JmhCommand implements Callable<Integer> {
    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
