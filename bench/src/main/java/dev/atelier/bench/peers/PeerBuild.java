package dev.atelier.bench.peers;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the peers' modules with Maven, which fetches their libraries, and knows their class paths. */
public final class PeerBuild {
    private static final String JAR = "peer.jar";
    private static final String CLASS_PATH = "class-path.txt";

    /** What Maven's messages contain when a library could not be had. */
    private static final List<String> FETCH_FAULTS =
            List.of("Could not transfer", "Could not resolve", "Could not find artifact", "Non-resolvable", "offline");

    private final Path project;
    private final String maven;
    private final Path log;
    private final Consumer<String> progress;

    /**
     * Prepares building.
     *
     * @param project the folder of the source tree
     * @param maven the command that runs Maven
     * @param log takes what Maven prints
     * @param progress is told what is being done
     */
    public PeerBuild(Path project, String maven, Path log, Consumer<String> progress) {
        this.project = project;
        this.maven = maven;
        this.log = log;
        this.progress = progress;
    }

    /** Returns the Maven of the path, else the wrapper that comes with the project. */
    public static String maven(Path project) {
        String path = System.getenv().getOrDefault("PATH", "");
        boolean installed = Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, "mvn")));
        return installed ? "mvn" : project.resolve("mvnw").toString();
    }

    /**
     * Builds what is not up to date.
     *
     * @throws CommandFailure if that fails, or the libraries can't be fetched
     */
    public void build(List<Peer> peers) {
        try {
            List<Peer> stale = new ArrayList<>();
            for (Peer peer : peers) {
                if (peer != Peer.ATELIER && !isUpToDate(peer)) {
                    stale.add(peer);
                }
            }
            if (!stale.isEmpty()) {
                runMaven(stale);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "the peers can't be built: " + e.getMessage(), e);
        }
    }

    /** Returns the class path of a peer that was built; this project's is that of this JVM. */
    public String classPath(Peer peer) {
        if (peer == Peer.ATELIER) {
            return System.getProperty("java.class.path");
        }
        Path target = target(peer);
        try {
            return target.resolve(JAR)
                    + File.pathSeparator
                    + Files.readString(target.resolve(CLASS_PATH), StandardCharsets.UTF_8)
                            .strip();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "the class path of " + peer.title() + " can't be read", e);
        }
    }

    private Path folder(Peer peer) {
        return project.resolve("bench").resolve("peers").resolve(peer.label());
    }

    private Path target(Peer peer) {
        return folder(peer).resolve("target");
    }

    private boolean isUpToDate(Peer peer) throws IOException {
        Path classPath = target(peer).resolve(CLASS_PATH);
        if (!Files.exists(classPath) || !Files.exists(target(peer).resolve(JAR))) {
            return false;
        }
        boolean complete = Arrays.stream(classPath(peer).split(File.pathSeparator))
                .allMatch(entry -> Files.exists(Path.of(entry)));
        return complete && newestSource(peer).compareTo(Files.getLastModifiedTime(classPath)) < 0;
    }

    private FileTime newestSource(Peer peer) throws IOException {
        Path peers = project.resolve("bench").resolve("peers");
        List<Path> sources = new ArrayList<>(List.of(
                project.resolve("pom.xml"),
                peers.resolve("pom.xml"),
                folder(peer).resolve("pom.xml")));
        try (Stream<Path> files = Files.walk(folder(peer).resolve("src"))) {
            files.filter(Files::isRegularFile).forEach(sources::add);
        }
        FileTime newest = FileTime.fromMillis(0);
        for (Path source : sources) {
            FileTime time = Files.getLastModifiedTime(source);
            newest = time.compareTo(newest) > 0 ? time : newest;
        }
        return newest;
    }

    private void runMaven(List<Peer> peers) throws IOException {
        progress.accept("building " + peers.stream().map(Peer::label).collect(Collectors.joining(", "))
                + "; the first time, Maven fetches several hundred MB of libraries; log: " + log);
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command(peers)).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> faults = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                copy.write(line);
                copy.newLine();
                report(line);
                if (line.startsWith("[ERROR]")) {
                    faults.add(line.substring("[ERROR]".length()).strip());
                }
            }
            if (process.waitFor() != 0) {
                throw new CommandFailure(ExitCode.FAILURE, fault(faults));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted while the peers were built", e);
        } finally {
            process.destroy();
        }
    }

    private List<String> command(List<Peer> peers) {
        return List.of(
                maven,
                "-B",
                "-P",
                "peers",
                "-pl",
                peers.stream().map(peer -> ":peer-" + peer.label()).collect(Collectors.joining(",")),
                "-am",
                "-DskipTests",
                "-Dspotless.check.skip=true",
                // This JVM runs from the jars of the other modules, which are as new as their sources: they must stay
                // as they are.
                "-Dmaven.main.skip=true",
                "-Dmdep.skip=true",
                "package");
    }

    private void report(String line) {
        if (line.startsWith("[INFO] Building Peer")
                || (line.startsWith("[INFO] Downloaded from") && line.contains(" MB at "))) {
            progress.accept("  " + line.substring("[INFO] ".length()).strip());
        }
    }

    private String fault(List<String> faults) {
        for (String fault : faults) {
            if (FETCH_FAULTS.stream().anyMatch(fault::contains)) {
                return "Maven can't fetch a peer's libraries; this needs a connection to Maven Central (--peers leaves"
                        + " peers out): " + fault;
            }
        }
        return "the peers can't be built; see " + log + (faults.isEmpty() ? "" : ": " + faults.get(0));
    }
}
