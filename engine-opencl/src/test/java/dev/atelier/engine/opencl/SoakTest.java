package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Long runs cost no more memory than short ones. The number of steps is the property {@code atelier.soak.steps}; for the long version:
 * {@code ./mvnw -pl engine-opencl -am test -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false -Datelier.soak.steps=200000}.
 */
class SoakTest {
    private static final int STEPS = Integer.getInteger("atelier.soak.steps", 10_000);

    /** The training loop reads the losses now and then, which bounds how many launches wait in the queue. */
    private static final int STEPS_BETWEEN_READS = 50;

    /**
     * What the process may grow by, which it does by some megabytes without a leak. One event, which no driver makes smaller than 400 bytes, left
     * behind by each launch is more than that in the short version.
     */
    private static final long ALLOWED_GROWTH = 8 << 20;

    private static final int OPENINGS = 500;

    @Test
    void memoryIsConstantOverManySteps() throws Exception {
        NetworkSpec spec = NetworkSpec.classifier(8, List.of(40), Activation.RELU.function(), 10);
        try (OpenClBackend backend = TestDevices.open();
                StepRun run = new StepRun(backend, spec, new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0), 4, 4 * 50 + 1)) {
            steps(run, STEPS / 2);
            long device = backend.liveDeviceBytes();
            ProcessMemory before = ProcessMemory.measure();
            steps(run, STEPS - STEPS / 2);
            ProcessMemory after = ProcessMemory.measure();
            assertThat(backend.liveDeviceBytes()).as("device memory").isEqualTo(device);
            assertThat(after.heapBytes() - before.heapBytes()).as("heap").isLessThan(ALLOWED_GROWTH);
            assertThat(after.residentBytes() - before.residentBytes())
                    .as("memory of the process, %s before", before)
                    .isLessThan(ALLOWED_GROWTH);
        }
    }

    private static void steps(StepRun run, int count) {
        for (int i = 0; i < count; i++) {
            if (i % run.steps() == 0) {
                run.startEpoch();
            }
            run.planned(i % run.steps());
            if (i % STEPS_BETWEEN_READS == 0) {
                run.losses();
            }
        }
        run.losses();
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
