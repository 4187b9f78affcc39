package dev.atelier.engine.cpu;

import com.sun.management.ThreadMXBean;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * Trains, with the argument {@code regularize} with all that keeps a network from learning by heart, or with {@code distort} distorts
 * images, until the compiler has taken the kernels over, for until then vectors are objects, and prints the fewest bytes that a
 * round of steps allocated. Other arguments: the rule's place in {@link TrainingTest#rules()} and the way of reading the input.
 */
final class StepAllocationMain {
    /** The compiler needs a second on an idle machine. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private StepAllocationMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        if (arguments[0].equals("distort")) {
            try (DistortionRun run = new DistortionRun(1, Map.of(), 30)) {
                System.out.println("allocated " + fewestBytes(run::run));
            }
            return;
        }
        if (arguments[0].equals("regularize")) {
            try (RegularizedRun run = new RegularizedRun()) {
                System.out.println("allocated " + fewestBytes(run::step));
            }
            return;
        }
        UpdateRule rule = TrainingTest.rules().toList().get(Integer.parseInt(arguments[0]));
        Map<String, String> input = Map.of(CpuBackendProvider.INPUT, arguments[1]);
        try (TrainingRun run = new TrainingRun(1, input, 64, 64, 16, rule, Activation.RELU, 0.2)) {
            int[] step = {0};
            long fewest = fewestBytes(() -> {
                if (step[0]++ % TrainingRun.STEPS == 0) {
                    run.restart();
                }
                run.step();
            });
            System.out.println("allocated " + fewest);
        }
    }

    private static long fewestBytes(Runnable step) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (best > 0 && System.nanoTime() - start < PATIENCE_NANOS) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TrainingRun.STEPS; i++) {
                step.run();
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return best;
    }
}
