package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Tensor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Long runs cost no more memory than short ones. The number of steps is the property {@code atelier.soak.steps}; for the long version:
 * {@code ./mvnw -pl engine-opencl -am test -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false -Datelier.soak.steps=200000}.
 */
class SoakTest {
    private static final int STEPS = Integer.getInteger("atelier.soak.steps", 10_000);

    private static final Pattern GROWTH = Pattern.compile("heap (-?\\d+), device (-?\\d+), resident (-?\\d+)\\s*");

    /**
     * What the process may grow by, which it does by some megabytes without a leak. One event, which no driver makes smaller than 400 bytes, left
     * behind by each launch is more than that in the short version.
     */
    private static final long ALLOWED_GROWTH = 8 << 20;

    private static final int OPENINGS = 500;

    @Test
    void memoryIsConstantOverManySteps() throws Exception {
        ChildProcess.Outcome outcome = new ChildProcess()
                .option("-XX:+UseSerialGC")
                .option("-Xms64m")
                .option("-Xmx64m")
                .option("-XX:+AlwaysPreTouch")
                .run(SoakMain.class, Integer.toString(STEPS));
        Matcher growth = GROWTH.matcher(outcome.output());
        assertThat(growth.matches()).as(outcome.output()).isTrue();
        assertThat(Long.parseLong(growth.group(1))).as("heap").isLessThan(ALLOWED_GROWTH);
        assertThat(Long.parseLong(growth.group(2))).as("device memory").isZero();
        assertThat(Long.parseLong(growth.group(3))).as("memory of the process").isLessThan(ALLOWED_GROWTH);
    }

    @Test
    void openingAndClosingManyTimesLeavesNothing() throws Exception {
        openAndClose(OPENINGS / 5);
        ProcessMemory before = ProcessMemory.measure();
        openAndClose(OPENINGS - OPENINGS / 5);
        ProcessMemory after = ProcessMemory.measure();
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads());
        assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files());
        assertThat(after.heapBytes() - before.heapBytes()).as("heap").isLessThan(ALLOWED_GROWTH);
    }

    private static void openAndClose(int times) {
        for (int i = 0; i < times; i++) {
            OpenClBackend backend = TestDevices.open();
            Arena arena = backend.arena("a");
            Tensor x = arena.allocate("x", DType.F32, 100, 100);
            Plan plan = backend.record(ops -> ops.fill(x, 1));
            plan.run();
            backend.close();
            assertThat(backend.liveDeviceBytes())
                    .as("device memory after closing")
                    .isZero();
        }
    }
}
