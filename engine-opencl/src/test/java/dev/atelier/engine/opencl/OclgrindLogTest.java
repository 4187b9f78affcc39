package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs after {@link OclgrindConformanceTest}, whose process must have ended for the log to be whole. */
class OclgrindLogTest {
    @Test
    void oclgrindFoundNothing() {
        assertThat(Path.of(System.getProperty("atelier.oclgrind.log", "target/oclgrind.log")))
                .isEmptyFile();
    }
}
