package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Of a tuning file of any content, what is sound is used and can be written and read again, and the rest is said in a line each. */
class TuningFuzzTest {
    /** Lies in memory where the system has such a folder. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private Path folder;
    private TuningFile file;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "atelier-")
                : Files.createTempDirectory("atelier-");
        file = new TuningFile(folder.resolve("tuning.txt"));
    }

    @AfterEach
    void removeFolder() throws IOException {
        Files.deleteIfExists(file.path());
        Files.deleteIfExists(folder.resolve("tuning.txt.lock"));
        Files.delete(folder);
    }

    @FuzzTest
    void isUsedAsFarAsItIsSound(byte[] content) throws IOException {
        Files.write(file.path(), content);
        List<String> faults = new ArrayList<>();
        for (TuningText.Section section : file.sections(faults::add)) {
            TuningSection read = file.section(section.key(), section.inUse(), faults::add);
            if (read != null) {
                file.store(read);
                TuningSection again = file.section(
                        read.key(), read.inUse(), fault -> assertThat(fault).isNull());
                assertThat(again.tilings()).isEqualTo(read.tilings());
                assertThat(again.date()).isEqualTo(read.date());
                assertThat(again.rejections()).hasSameSizeAs(read.rejections());
                Files.write(file.path(), content);
            }
        }
        for (String fault : faults) {
            assertThat(fault)
                    .startsWith(file.path().toString())
                    .matches("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,1000}");
        }
    }
}
