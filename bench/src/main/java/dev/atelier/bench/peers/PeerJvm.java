package dev.atelier.bench.peers;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a peer's process is started: with this Java, and the flags that suit the library. */
public final class PeerJvm {
    /** Native code is let in without the warnings of newer Java versions, and may use as much memory as it wants. */
    private static final List<String> NATIVE_FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

    /** With its native library in a jar of the class path, DJL has nothing to fetch. */
    private static final List<String> DJL_FLAGS = List.of("-Dai.djl.offline=true");

    private PeerJvm() {}

    /** Returns the command up to the main class, which comes next. */
    public static List<String> command(Peer peer, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (peer == Peer.ATELIER) {
            // The launcher gave this JVM the flags that the backends want, and users train with.
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
                    .forEach(command::add);
        } else {
            command.addAll(NATIVE_FLAGS);
        }
        if (peer == Peer.DJL) {
            command.addAll(DJL_FLAGS);
        }
        command.add("-cp");
        command.add(classPath);
        return command;
    }
}
