package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.opencl.device.QueueCounters;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recorded training step is few launches and nothing else, and does what its calls do. */
class StepTest {
    private static final List<UpdateRule> RULES = List.of(
            new UpdateRule.Sgd(0.01f),
            new UpdateRule.Momentum(0.9f, true, 0.01f),
            new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0.01f));

    /** The default network with a batch that is no multiple of a tile, and one with the kernels for GPU devices, which are slow on a CPU. */
    @ParameterizedTest
    @CsvSource({"cpu, 784, 1000, 37", "gpu, 65, 66, 33"})
    void aStepIsFiveLaunchesNoWaitAndNoTransferAndGivesTheBitsOfItsCalls(
            String kernels, int inputs, int hidden, int batch) {
        NetworkSpec spec = NetworkSpec.classifier(inputs, List.of(hidden), Activation.RELU.function(), 10);
        for (UpdateRule rule : RULES) {
            float[] planned;
            try (OpenClBackend backend = TestDevices.open(kernels, 0);
                    StepRun run = new StepRun(backend, spec, rule, batch, 2 * batch + batch / 2 + 1)) {
                run.startEpoch();
                for (int step = 0; step < run.steps(); step++) {
                    QueueCounters before = backend.counters();
                    run.planned(step);
                    assertThat(backend.counters().since(before))
                            .as("step %s of %s", step, rule)
                            .isEqualTo(new QueueCounters(5, 0, 0, 0));
                }
                QueueCounters before = backend.counters();
                run.losses();
                assertThat(backend.counters().since(before))
                        .as("reading the losses of all steps")
                        .isEqualTo(new QueueCounters(0, 1, 0, (long) run.steps() * Float.BYTES));
                planned = run.everything();
            }
            try (OpenClBackend backend = TestDevices.open(kernels, 0);
                    StepRun run = new StepRun(backend, spec, rule, batch, 2 * batch + batch / 2 + 1)) {
                run.startEpoch();
                for (int step = 0; step < run.steps(); step++) {
                    run.called(step);
                }
                assertThat(Arrays.mismatch(planned, run.everything()))
                        .as("first of losses, step number, parameters and state that differs, %s", rule)
                        .isEqualTo(-1);
            }
        }
    }
}
