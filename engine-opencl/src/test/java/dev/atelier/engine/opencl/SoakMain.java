package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.NetworkSpec;
import java.util.List;

/**
 * Trains for a number of steps and prints by how many bytes the second half of them made grow what the process holds: "heap H, device D,
 * resident R". In a JVM of its own, whose heap is in memory from the start: else each page of it that is used for the first time
 * would look like a leak.
 */
final class SoakMain {
    /** The training loop reads the losses now and then, which bounds how many launches wait in the queue. */
    private static final int STEPS_BETWEEN_READS = 50;

    private SoakMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        NetworkSpec spec = NetworkSpec.classifier(8, List.of(40), Activation.RELU.function(), 10);
        try (OpenClBackend backend = TestDevices.open();
                StepRun run = new StepRun(backend, spec, new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0), 4, 4 * 50 + 1)) {
            steps(run, count / 2);
            long device = backend.liveDeviceBytes();
            ProcessMemory before = ProcessMemory.measure();
            steps(run, count - count / 2);
            ProcessMemory after = ProcessMemory.measure();
            System.out.printf(
                    "heap %d, device %d, resident %d%n",
                    after.heapBytes() - before.heapBytes(),
                    backend.liveDeviceBytes() - device,
                    after.residentBytes() - before.residentBytes());
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
}
