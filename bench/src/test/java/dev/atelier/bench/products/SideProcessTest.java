package dev.atelier.bench.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.bench.ProductShape;
import dev.atelier.bench.peers.Peer;
import dev.atelier.bench.peers.PeerCommand;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Talks to real processes: this project's, and shell scripts in the place of one. */
class SideProcessTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"cpu, 1 thread", "opencl, OpenCL on"})
    void thisProjectsSideComputesWhatItIsTold(String backend, String description) {
        List<String> command = PeerCommand.of(
                Peer.ATELIER,
                List.of(),
                System.getProperty("java.class.path"),
                AtelierProducts.class.getName(),
                List.of("1", backend));
        try (SideProcess side = start(Duration.ofMinutes(2), command)) {
            assertThat(side.introduction().threads()).isPositive();
            assertThat(side.introduction().description()).contains(description);
            for (String shape : new String[] {"65x63x64:nn", "7x10x33:tt"}) {
                side.prepare(ProductShape.parse(shape));
                assertThat(side.time()).as(shape).isBetween(1e-9, 1.0);
                assertThat(side.time()).as(shape).isBetween(1e-9, 1.0);
            }
            assertThat(side.measurePeak()).isGreaterThan(1e6);
        }
    }

    @Test
    void aWrongResultIsAMismatchAndStrayLinesAreNone() {
        try (SideProcess side = script("echo loading; printf 'hello\\tv\\t2\\td\\n'; read line; echo $line;"
                + " printf 'wrong\\tby far\\n'; read line")) {
            assertThat(side.introduction().version()).isEqualTo("v");
            CommandFailure failure =
                    catchThrowableOfType(CommandFailure.class, () -> side.prepare(ProductShape.square(2)));
            assertThat(failure.exitCode()).isEqualTo(ExitCode.MISMATCH);
            assertThat(failure).hasMessageContaining("the process of Fake: by far; see ");
        }
    }

    @Test
    void aProcessThatEndsSaysWhy() throws IOException {
        assertThatThrownBy(() -> script("echo 'error: no such library' >&2; exit 3"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("the process of Fake: ended with code 3: error: no such library; see ");
        assertThat(Files.readString(folder.resolve("logs/fake.log"))).isEqualTo("error: no such library\n");
    }

    @Test
    void aProcessThatHangsIsEnded() {
        long started = System.nanoTime();
        assertThatThrownBy(() -> start(Duration.ofSeconds(1), List.of("sleep", "600")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("did not answer within 1 s");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMinutes(1));
    }

    private SideProcess script(String body) {
        return start(Duration.ofMinutes(1), List.of("sh", "-c", body));
    }

    private SideProcess start(Duration limit, List<String> command) {
        return new SideProcess("Fake", new ProcessBuilder(command), folder.resolve("logs/fake.log"), limit);
    }
}
