package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.data.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that train at once and keep their compiled programs in one folder. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedCacheIT {
    @TempDir
    Path folder;

    private ProgramProcess.Running train(String cache, String model) throws IOException {
        return new ProgramProcess(folder)
                .environment("ATELIER_CACHE", folder.resolve(cache).toString())
                .start(
                        "train",
                        "--data",
                        "data",
                        "--backend",
                        "opencl",
                        "--hidden",
                        "40",
                        "--epochs",
                        "3",
                        "--save-model",
                        model);
    }

    private static String errorsOf(ProgramProcess.Running running) throws IOException, InterruptedException {
        ProgramProcess.Outcome outcome = running.await();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.err();
    }

    private List<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("shared/opencl"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void trainAsEachDoesAloneAndLeaveNoDamagedFile() throws IOException, InterruptedException {
        Bars.writeFolder(folder.resolve("data"), 1);
        assertThat(errorsOf(train("own", "alone"))).isEmpty();
        List<ProgramProcess.Running> together = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            together.add(train("shared", "together-" + i));
        }
        for (int i = 0; i < together.size(); i++) {
            assertThat(errorsOf(together.get(i))).as("process %d", i).isEmpty();
            assertThat(folder.resolve("together-" + i)).hasSameBinaryContentAs(folder.resolve("alone"));
        }
        assertThat(programs())
                .as("nothing is left half written")
                .isNotEmpty()
                .allMatch(file -> file.toString().endsWith(".bin"));
        assertThat(errorsOf(train("shared", "later")))
                .as("every program is whole")
                .isEmpty();
        // A damaged one would have been told of.
        Files.write(programs().get(0), new byte[40]);
        assertThat(errorsOf(train("shared", "repaired")))
                .contains(programs().get(0).toString(), "is built again: it is damaged");
        assertThat(folder.resolve("repaired")).hasSameBinaryContentAs(folder.resolve("alone"));
    }
}
