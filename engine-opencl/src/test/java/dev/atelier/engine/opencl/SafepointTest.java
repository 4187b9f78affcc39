package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver's compiler must not take away the signals by which the JVM stops its threads. */
class SafepointTest {
    /** Without the cure each of three processes died on PoCL within so many rounds. */
    private static final int ROUNDS = 40;

    @TempDir
    Path folder;

    @Test
    void threadsStopAtSafepointsAfterADriverCompiled() throws Exception {
        ChildProcess.Outcome outcome =
                new ChildProcess().run(SafepointMain.class, folder.toString(), Integer.toString(ROUNDS));
        assertThat(outcome.output()).isEqualToIgnoringNewLines("alive");
        assertThat(outcome.exitCode()).isZero();
    }
}
