package dev.atelier.runner.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final String OWNER_ONLY = "rw-------";

    @TempDir
    private Path folder;

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFileThatIsBeingWrittenIsItsOwnersAlone() throws IOException {
        List<String> meanwhile = new ArrayList<>();
        WholeFile.write(folder.resolve("model"), channel -> {
            channel.write(text("new"));
            for (Path file : files()) {
                meanwhile.add(rights(file));
            }
        });
        assertThat(meanwhile).containsExactly(OWNER_ONLY);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aWholeFileHasTheRightsOfAnyNewFile() throws IOException {
        Path usual = Files.createFile(folder.resolve("usual"));
        Path model = folder.resolve("model");
        WholeFile.write(model, channel -> channel.write(text("new")));
        assertThat(rights(model)).isEqualTo(rights(usual));
        assertThat(files()).containsExactlyInAnyOrder(usual, model);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPrivateFileStaysItsOwnersAlone() throws IOException {
        Path checkpoint = folder.resolve("checkpoint");
        WholeFile.writePrivate(checkpoint, channel -> channel.write(text("new")));
        assertThat(rights(checkpoint)).isEqualTo(OWNER_ONLY);
        assertThat(files()).containsExactly(checkpoint);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkInTheTemporaryFilesPlaceIsNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path model = folder.resolve("model");
        long process = ProcessHandle.current().pid();
        Files.createSymbolicLink(folder.resolve("model." + process + ".part"), victim);
        WholeFile.write(model, channel -> channel.write(text("new")));
        assertThat(victim).hasContent("precious");
        assertThat(model).hasContent("new");
    }

    @Test
    void theOldFileStaysWhereTheNewOneCannotBeWritten() throws IOException {
        Path model = Files.writeString(folder.resolve("model"), "old");
        assertThatThrownBy(() -> WholeFile.write(model, channel -> {
                    channel.write(text("half"));
                    throw new IOException("no space left");
                }))
                .hasMessage("no space left");
        assertThat(model).hasContent("old");
        assertThat(files()).containsExactly(model);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void bytesGoWhereALinkLeadsAndToPipesAtOnce() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("result"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        WholeFile.writeBytes(link, "new".getBytes(StandardCharsets.UTF_8));
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();
        WholeFile.writeBytes(pipe, "through".getBytes(StandardCharsets.UTF_8));
        assertThat(reader.getInputStream().readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("through");
        assertThat(files()).containsExactlyInAnyOrder(file, link, pipe);
        assertThat(WholeFile.canWrite(pipe)).isTrue();
        assertThat(WholeFile.canWrite(folder.resolve("missing/file"))).isFalse();
    }
}
