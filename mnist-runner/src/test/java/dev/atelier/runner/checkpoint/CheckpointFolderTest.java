package dev.atelier.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFolderTest {
    @TempDir
    Path folder;

    private List<Long> steps() {
        return CheckpointFolder.list(folder).stream()
                .map(CheckpointFolder::steps)
                .toList();
    }

    private void write(int keep, long... steps) throws IOException {
        try (CheckpointFolder open = CheckpointFolder.open(folder)) {
            for (long step : steps) {
                open.write(States.checkpoint(step, 2, 2), keep);
            }
        }
    }

    @Test
    void theLastAreKept() throws IOException {
        write(2, 5, 9, 100, 1_000);
        assertThat(steps()).containsExactly(1_000L, 100L);
        write(3, 1_200);
        assertThat(steps()).containsExactly(1_200L, 1_000L, 100L);
        write(1, 1_200);
        assertThat(steps()).containsExactly(1_200L);
    }

    @Test
    void theNewestWholeOneIsFoundAndTheOthersAreNamed() throws IOException {
        write(9, 3, 5, 7, 9);
        Files.write(folder.resolve("checkpoint-0000000009.safetensors"), new byte[] {1});
        Files.move(
                folder.resolve("checkpoint-0000000005.safetensors"),
                folder.resolve("checkpoint-0000000007.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve("checkpoint-x.safetensors"), "somebody else's");
        List<String> refusals = new ArrayList<>();
        CheckpointFolder.Found found = CheckpointFolder.newest(folder, refusals::add);
        assertThat(found.checkpoint().state().log().steps()).isEqualTo(3);
        assertThat(refusals).hasSize(2);
        assertThat(refusals.get(0)).contains("checkpoint-0000000009.safetensors: is truncated");
        assertThat(refusals.get(1)).contains("checkpoint-0000000007", "holds the one after 5 steps");
        Files.write(found.file(), new byte[100]);
        assertThatThrownBy(() -> CheckpointFolder.newest(folder, refusals::add))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("none of its 3 checkpoints is whole");
    }

    @Test
    void aFolderWithoutCheckpointsHasNone() {
        assertThat(CheckpointFolder.newest(folder, line -> {})).isNull();
        assertThat(CheckpointFolder.newest(folder.resolve("none"), line -> {})).isNull();
    }

    @Test
    void oneRunAtATimeWritesToAFolderAndWhatWasLeftHalfWrittenIsRemoved() throws IOException {
        Path remains = folder.resolve("checkpoint-0000000004.safetensors.123.part");
        Files.write(remains, new byte[10]);
        try (CheckpointFolder open = CheckpointFolder.open(folder)) {
            assertThat(remains).doesNotExist();
            assertThatThrownBy(() -> CheckpointFolder.open(open.path())).hasMessageContaining("another run");
        }
        CheckpointFolder.open(folder).close();
    }

    @Test
    void intervalsAreStepsOrTimes() {
        assertThat(CheckpointInterval.parse("200")).isEqualTo(new CheckpointInterval(200, 0));
        assertThat(CheckpointInterval.parse("90s")).isEqualTo(new CheckpointInterval(0, 90));
        assertThat(CheckpointInterval.parse("0.5s")).isEqualTo(new CheckpointInterval(0, 0.5));
        assertThat(CheckpointInterval.parse("5m")).isEqualTo(new CheckpointInterval(0, 300));
        assertThat(CheckpointInterval.parse("1.5h")).isEqualTo(new CheckpointInterval(0, 5400));
        for (CheckpointInterval interval : List.of(
                new CheckpointInterval(200, 0), new CheckpointInterval(0, 90), new CheckpointInterval(0, 1e8))) {
            assertThat(CheckpointInterval.parse(interval.toString())).isEqualTo(interval);
        }
        for (String fault : List.of("", "0", "0s", "-3", "5 m", "5d", "1.5", "s", "99999999999999999999")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CheckpointInterval.parse(fault))
                    .withMessageContaining("'" + fault + "' is neither");
        }
    }

    /** Windows knows no rights of owners, opens no folder as a file and has paths of its own. */
    @Test
    void checkpointsAreKeptOnWindows() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            folder = windows.getPath("C:\\Users\\René\\my runs");
            write(2, 5, 9, 100);
            assertThat(steps()).containsExactly(100L, 9L);
        }
    }

    /** Some locales have digits of their own, and a checkpoint named with them would not be found again. */
    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "hi-IN-u-nu-deva", "tr-TR", "de-DE"})
    void namesAreTheSameInAnyLocale(String tag) throws IOException {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            write(2, 5, 1_200);
        } finally {
            Locale.setDefault(usual);
        }
        assertThat(folder.resolve("checkpoint-0000001200.safetensors")).exists();
        assertThat(steps()).containsExactly(1_200L, 5L);
    }
}
