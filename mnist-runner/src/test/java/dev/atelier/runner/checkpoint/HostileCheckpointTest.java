package dev.atelier.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that somebody else made may at most be refused. */
class HostileCheckpointTest {
    @TempDir
    private Path folder;

    private Path checkpoint;

    @BeforeEach
    void writeCheckpoint() throws IOException {
        Bars.writeFolder(folder.resolve("data"), 1);
        train("--hidden", "7", "--epochs", "1", "--checkpoint-dir", folder.resolve("c") + "");
        try (Stream<Path> files = Files.list(folder.resolve("c"))) {
            checkpoint = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Session train(String... options) {
        List<String> all = new ArrayList<>(List.of("train", "--backend", "cpu", "--data", folder.resolve("data") + ""));
        all.addAll(List.of(options));
        return Session.run(folder, all.toArray(String[]::new));
    }

    /** Resumes a checkpoint that has these options as well, and whose seal is right. */
    private Session resumeWith(String... more) throws IOException {
        Checkpoint honest = CheckpointFile.read(checkpoint);
        List<String> options = new ArrayList<>(honest.run().options());
        options.addAll(List.of(more));
        Checkpoint.Run run = new Checkpoint.Run(
                options,
                honest.run().dataName(),
                honest.run().data(),
                honest.run().device(),
                honest.run().version());
        CheckpointFile.write(checkpoint, new Checkpoint(run, honest.state()));
        return train("--resume", checkpoint.toString());
    }

    @Test
    void itCannotChooseWhereARunWrites() throws IOException {
        for (String option : List.of("--save-model", "--json", "--report", "--log-dir", "--checkpoint-dir")) {
            Path target = folder.resolve("chosen" + option);
            Session session = resumeWith(option + "=" + target);
            assertThat(target).as(session.err()).doesNotExist();
        }
    }

    @Test
    void itCannotHaveAFileReadAsOptions() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "--the-key-is-1234");
        Session session = resumeWith("@" + secret);
        assertThat(session.exitCode()).isEqualTo(ExitCode.DATA.code());
        assertThat(session.out() + session.err()).doesNotContain("1234");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRunsOwnAreForItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(checkpoint)))
                .isEqualTo("rw-------");
    }
}
