package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorNameTest {
    private static final String ARCHITECTURE = System.getProperty("os.arch").toLowerCase(Locale.ROOT) + " processor";

    @TempDir
    Path folder;

    @Test
    void linuxTellsTheName() throws IOException {
        Path file = Files.writeString(
                folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t:  EPYC 9: 64 cores \nmodel name\t: other\n");
        assertThat(ProcessorName.read(file)).isEqualTo("EPYC 9: 64 cores");
    }

    /** macOS and Windows have no such file, Linux on ARM no name in it, and nobody says in which encoding it is. */
    @Test
    void theArchitectureStandsWhereThereIsNoName() throws IOException {
        assertThat(ProcessorName.read(folder.resolve("none"))).isEqualTo(ARCHITECTURE);
        Path arm = Files.writeString(folder.resolve("arm"), "processor\t: 0\nCPU part\t: 0xd0c\nmodel name\t: \n");
        assertThat(ProcessorName.read(arm)).isEqualTo(ARCHITECTURE);
        Path odd = Files.write(folder.resolve("odd"), new byte[] {(byte) 0xff, (byte) 0xfe, 10, (byte) 0xc3});
        assertThat(ProcessorName.read(odd)).isEqualTo(ARCHITECTURE);
    }
}
