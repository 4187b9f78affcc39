package dev.atelier.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.runner.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds with a script in the place of Maven. */
class PeerBuildTest {
    @TempDir
    Path project;

    private final List<String> progress = new ArrayList<>();
    private Path peer;

    @BeforeEach
    void sources() throws IOException {
        peer = project.resolve("bench/peers/openblas");
        Files.createDirectories(peer.resolve("src"));
        for (Path file : List.of(
                project.resolve("pom.xml"),
                project.resolve("bench/peers/pom.xml"),
                peer.resolve("pom.xml"),
                peer.resolve("src/A.java"))) {
            Files.writeString(file, "");
            assertThat(file.toFile().setLastModified(1_000_000)).isTrue();
        }
    }

    @Test
    void buildsOnceAndAgainWhenASourceChanges() throws IOException {
        Path library = Files.createFile(project.resolve("library.jar"));
        PeerBuild build = build("""
                echo run >> runs.txt
                echo "$@" > arguments.txt
                mkdir -p bench/peers/openblas/target
                echo jar > bench/peers/openblas/target/peer.jar
                echo %s > bench/peers/openblas/target/class-path.txt
                """.formatted(library));
        build.build(List.of(Peer.ATELIER, Peer.OPENBLAS));
        build.build(List.of(Peer.ATELIER, Peer.OPENBLAS));
        assertThat(runs()).isEqualTo(1);
        assertThat(Files.readString(project.resolve("arguments.txt"))).contains("-P peers -pl :peer-openblas -am");
        assertThat(build.classPath(Peer.OPENBLAS))
                .isEqualTo(peer.resolve("target/peer.jar") + File.pathSeparator + library);

        assertThat(peer.resolve("src/A.java").toFile().setLastModified(System.currentTimeMillis() + 10_000))
                .isTrue();
        build.build(List.of(Peer.OPENBLAS));
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void buildsAgainWhenALibraryIsGone() throws IOException {
        Path library = Files.createFile(project.resolve("library.jar"));
        PeerBuild build = build("""
                echo run >> runs.txt
                mkdir -p bench/peers/openblas/target
                echo jar > bench/peers/openblas/target/peer.jar
                echo %s > bench/peers/openblas/target/class-path.txt
                """.formatted(library));
        build.build(List.of(Peer.OPENBLAS));
        Files.delete(library);
        build.build(List.of(Peer.OPENBLAS));
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void saysThatTheNetworkIsMissing() throws IOException {
        PeerBuild build = build("""
                echo "[INFO] Building Peer: OpenBLAS"
                echo "[ERROR] Failed: Could not transfer artifact x:y"
                exit 1
                """);
        assertThatThrownBy(() -> build.build(List.of(Peer.OPENBLAS)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("connection to Maven Central")
                .hasMessageEndingWith("Could not transfer artifact x:y");
        assertThat(progress).anyMatch(line -> line.contains("Building Peer: OpenBLAS"));
        assertThat(Files.readString(project.resolve("build.log"))).contains("[ERROR] Failed");
    }

    @Test
    void pointsToTheLogOfAnyOtherFault() throws IOException {
        PeerBuild build = build("echo '[ERROR] cannot find symbol'; exit 1");
        assertThatThrownBy(() -> build.build(List.of(Peer.OPENBLAS)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("build.log")
                .hasMessageEndingWith("cannot find symbol");
    }

    private int runs() throws IOException {
        return Files.readAllLines(project.resolve("runs.txt")).size();
    }

    private PeerBuild build(String script) throws IOException {
        Path maven = project.resolve("fake-maven");
        Files.writeString(maven, "#!/bin/sh\n" + script);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        return new PeerBuild(project, maven.toString(), project.resolve("build.log"), progress::add);
    }
}
