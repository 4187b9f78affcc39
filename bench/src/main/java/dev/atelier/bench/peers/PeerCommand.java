package dev.atelier.bench.peers;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that runs a peer as a process of this Java. */
public final class PeerCommand {
    /** Native code is let in without the warnings of newer Java versions, and may use as much memory as it wants. */
    private static final List<String> FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

    /** With its native library in a jar of the class path, DJL has nothing to fetch. */
    private static final List<String> DJL_FLAGS = List.of("-Dai.djl.offline=true");

    private PeerCommand() {}

    /**
     * Returns the command.
     *
     * @param flags for the JVM, besides those that the peer always gets
     * @param classPath of the peer; this project's own is that of this JVM
     */
    public static List<String> of(
            Peer peer, List<String> flags, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (peer == Peer.ATELIER) {
            // The launcher gave this JVM the flags that the backends want, and users train with.
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
                    .forEach(command::add);
        } else {
            command.addAll(FLAGS);
        }
        if (peer == Peer.DJL) {
            command.addAll(DJL_FLAGS);
        }
        command.addAll(flags);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }
}
