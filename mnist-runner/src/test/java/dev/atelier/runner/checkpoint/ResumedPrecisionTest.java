package dev.atelier.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on in the precision that it was begun in, unless another one is asked for. */
class ResumedPrecisionTest {
    @TempDir
    private Path folder;

    private Session train(String... options) {
        List<String> all = new ArrayList<>(List.of("train", "--backend", "cpu", "--data", folder.resolve("data") + ""));
        all.addAll(List.of(options));
        return Session.run(folder, all.toArray(String[]::new));
    }

    /** Returns a checkpoint as a run on tensor cores leaves it. */
    private Path checkpoint(String precision) throws IOException {
        Bars.writeFolder(folder.resolve("data"), 1);
        train("--hidden", "7", "--epochs", "1", "--checkpoint-dir", folder.resolve("c") + "");
        try (Stream<Path> files = Files.list(folder.resolve("c"))) {
            Path file = files.filter(one -> one.toString().endsWith(".safetensors"))
                    .findFirst()
                    .orElseThrow();
            Checkpoint written = CheckpointFile.read(file);
            assertThat(written.run().options()).contains("--precision=fp32");
            List<String> options = new ArrayList<>(written.run().options());
            options.replaceAll(option -> option.equals("--precision=fp32") ? "--precision=" + precision : option);
            Checkpoint.Run run = new Checkpoint.Run(
                    options,
                    written.run().dataName(),
                    written.run().data(),
                    written.run().device(),
                    written.run().version());
            CheckpointFile.write(file, new Checkpoint(run, written.state()));
            return file;
        }
    }

    @Test
    void itIsNotChangedInSilence() throws IOException {
        Session session = train("--resume", checkpoint("3xtf32") + "");
        assertThat(session.exitCode()).isEqualTo(ExitCode.DEVICE.code());
        assertThat(session.err()).contains("precision 3xtf32 needs a device with tensor cores");
    }

    @Test
    void anotherOneIsSaidSo() throws IOException {
        Session session = train("--resume", checkpoint("tf32") + "", "--precision", "fp32", "--epochs", "2");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.err())
                .contains(
                        " was computed in tf32, and the run goes on in fp32; its bits will not be those of one that was"
                                + " not interrupted");
        assertThat(session.out()).containsPattern("(?m)^products  *fp32$");
    }
}
