package dev.atelier.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class OtherLoadTest {
    @Test
    void whatThisProcessAndItsChildrenDoIsNotCounted() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/stat")));
        Process child = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            OtherLoad load = OtherLoad.watch();
            long ownBefore = child.info().totalCpuDuration().orElseThrow().toNanos();
            long started = System.nanoTime();
            Thread.sleep(500);
            double busy = (child.info().totalCpuDuration().orElseThrow().toNanos() - ownBefore)
                    / (double) (System.nanoTime() - started);
            // Whatever else runs has at most what the child leaves; clock ticks of 10 ms allow some error.
            assertThat(load.processors()).isBetween(0.0, Runtime.getRuntime().availableProcessors() - busy + 0.2);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void warnsOfALoadOnly() {
        assertThat(OtherLoad.warning(0.05)).isEmpty();
        assertThat(OtherLoad.warning(Double.NaN)).isEmpty();
        assertThat(OtherLoad.warning(1.23)).contains("1.2 processors");
    }
}
