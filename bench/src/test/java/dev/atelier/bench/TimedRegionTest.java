package dev.atelier.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimedRegionTest {
    @Test
    void aRegionHasEnoughRunsToLastAndReportsOne() {
        List<Integer> counts = new ArrayList<>();
        TimedRegion region = TimedRegion.warmUp(
                new Workload() {
                    @Override
                    public void run(int times) {
                        counts.add(times);
                        long end = System.nanoTime() + times * 1_000_000L;
                        while (System.nanoTime() < end) {
                            Thread.onSpinWait();
                        }
                    }

                    @Override
                    public void close() {
                        counts.clear();
                    }
                },
                0.1);
        int warmUps = counts.size();
        double seconds = region.secondsPerRun();
        // At least what the work takes; how much more depends on what else the machine does.
        assertThat(seconds).isGreaterThanOrEqualTo(0.001);
        assertThat(counts).hasSize(warmUps + 1);
        assertThat(counts.get(0)).isEqualTo(1);
        assertThat(counts.get(warmUps)).isBetween(2, 50);
    }
}
