package dev.atelier.engine.cpu;

import com.sun.management.ThreadMXBean;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * Trains until the compiler has taken the kernels over, for until then vectors are objects, and prints the fewest bytes that a
 * round of steps allocated. Arguments: the rule's place in {@link TrainingTest#rules()} and the way of reading the input.
 */
final class StepAllocationMain {
    /** The compiler needs a second on an idle machine. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private StepAllocationMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        UpdateRule rule = TrainingTest.rules().toList().get(Integer.parseInt(arguments[0]));
        Map<String, String> input = Map.of(CpuBackendProvider.INPUT, arguments[1]);
        try (TrainingRun run = new TrainingRun(1, input, 64, 64, 16, rule, Activation.RELU, 0.2)) {
            long best = Long.MAX_VALUE;
            long start = System.nanoTime();
            while (best > 0 && System.nanoTime() - start < PATIENCE_NANOS) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < TrainingRun.STEPS; i++) {
                    run.step();
                }
                best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
                run.restart();
            }
            System.out.println("allocated " + best);
        }
    }
}
