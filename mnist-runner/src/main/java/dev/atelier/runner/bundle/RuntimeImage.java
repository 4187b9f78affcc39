package dev.atelier.runner.bundle;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.spi.ToolProvider;

/** Links a Java runtime that has what the program needs and no more. */
final class RuntimeImage {
    /** What nothing in the class files tells of: the CPU backend's vectors, and the elliptic curves of today's https servers. */
    private static final List<String> ALWAYS = List.of("jdk.incubator.vector", "jdk.crypto.ec");

    private RuntimeImage() {}

    /**
     * Links a runtime for the jars.
     *
     * @throws CommandFailure if this Java has no tools for it
     */
    static void link(List<Path> jars, Path target) {
        TreeSet<String> modules = new TreeSet<>(modules(jars));
        modules.addAll(ALWAYS);
        // Not compressed here: the archive does that once, and better.
        run(
                "jlink",
                "--add-modules",
                String.join(",", modules),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--vm=server",
                "--output",
                target.toString());
    }

    private static List<String> modules(List<Path> jars) {
        List<String> arguments = new ArrayList<>(List.of(
                "--print-module-deps",
                "--ignore-missing-deps",
                "--multi-release",
                Integer.toString(Runtime.version().feature()),
                "--class-path",
                String.join(
                        java.io.File.pathSeparator,
                        jars.stream().map(Path::toString).toList())));
        jars.forEach(jar -> arguments.add(jar.toString()));
        String[] lines = run("jdeps", arguments.toArray(String[]::new)).strip().split("\\R", -1);
        return List.of(lines[lines.length - 1].split(",", -1));
    }

    private static String run(String name, String... arguments) {
        ToolProvider tool = ToolProvider.findFirst(name)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILURE,
                        "the Java in " + System.getProperty("java.home") + " has no " + name
                                + "; a bundle is made with a whole JDK"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = tool.run(new PrintWriter(out), new PrintWriter(err), arguments);
        if (status != 0) {
            throw new CommandFailure(ExitCode.FAILURE, name + " failed: " + (out + " " + err).strip());
        }
        return out.toString();
    }
}
