package dev.atelier.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.Sample;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.DeviceLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class OvertakingTest {
    @Test
    void namesTheBatchSizesAtWhichTheFasterOneChanges() {
        DeviceReport cpu = report("cpu", 10, 20, 30, 40);
        assertThat(Overtaking.sentences(List.of(cpu, report("gpu", 12, 12, 12, 50))))
                .containsExactly(
                        "cpu:0 trains faster than gpu:0 until gpu:0 overtakes it at batch 64, cpu:0 overtakes it at batch"
                                + " 256.");
        assertThat(Overtaking.sentences(List.of(cpu, report("gpu", 1, 1, 1, 1))))
                .containsExactly("gpu:0 trains faster than cpu:0 at every batch size that was measured.");
        assertThat(Overtaking.sentences(List.of(cpu))).isEmpty();
    }

    @Test
    void sharesReferToTheLimitsThatWereMeasured() {
        DeviceReport cpu = report("cpu", 10, 20, 30, 40);
        DeviceReport driver = report("opencl", 10, 20, 30, 40);
        cpu.addLimits(new DeviceLimits(64e9, 1e9));
        driver.addLimits(DeviceLimits.unknown());
        // 32 samples of 1000 operations in 10 microseconds are 3.2 GFLOP/s.
        assertThat(ComparisonTables.of(cpu).get(2).toText()).containsPattern("32 +10 .* 5 %");
        assertThat(ComparisonTables.of(driver).get(2).toText()).containsPattern("32 +10 .* -\\R");
        driver.takeLimits(cpu);
        assertThat(ComparisonTables.of(driver).get(2).toText()).containsPattern("32 +10 .* 5 %");
        assertThat(ComparisonTables.of(driver).get(0).toText()).contains("64.0", "measured by cpu:0");
    }

    /** Returns a report with these microseconds of a step at batch 32, 64, 128 and 256. */
    private static DeviceReport report(String backend, double... microseconds) {
        DeviceReport report = new DeviceReport(
                new DeviceInfo(backend, 0, "name", DeviceInfo.Kind.CPU, "driver", 1, 1, 1), "description");
        int batch = 32;
        for (double time : microseconds) {
            report.addStep(new DeviceReport.StepTime(batch, 1000.0 * batch, new Sample(time * 1e-6)));
            batch *= 2;
        }
        return report;
    }
}
