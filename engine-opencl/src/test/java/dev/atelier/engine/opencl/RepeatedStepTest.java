package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.opencl.device.QueueCounters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many training steps in one launch: the same as one after the other. */
class RepeatedStepTest {
    private static final int STEPS = 6;

    private static final Map<String, UpdateRule> RULES = Map.of(
            "sgd", new UpdateRule.Sgd(0.01f),
            "momentum", new UpdateRule.Momentum(0.9f, false, 0),
            "nesterov", new UpdateRule.Momentum(0.9f, true, 0.01f),
            "rmsprop", new UpdateRule.RmsProp(0.9f, 1e-4f, 0),
            "adam", new UpdateRule.Adam(0.9f, 0.999f, 1e-4f, 0));

    private static OpenClBackend open(String kernels, int groups) {
        return TestDevices.open(Map.of(
                OpenClSettings.CACHE_DIRECTORY,
                TestDevices.CACHE,
                OpenClSettings.STORE_PROGRAMS,
                "false",
                OpenClSettings.KERNELS,
                kernels,
                OpenClSettings.PERSISTENT_GROUPS,
                Integer.toString(groups)));
    }

    private static NetworkSpec network(int inputs, int hidden, Activation activation) {
        return NetworkSpec.classifier(inputs, List.of(hidden), activation.function(), 10);
    }

    private static StepRun repeated(OpenClBackend backend, NetworkSpec spec, UpdateRule rule, int batch) {
        return new StepRun(backend, spec, rule, batch, STEPS * batch + 1, backend::recordRepeated);
    }

    /** The first {@code split} steps in one launch, and the others in another one. */
    private static float[] run(OpenClBackend backend, NetworkSpec spec, UpdateRule rule, int batch, int split) {
        try (StepRun run = repeated(backend, spec, rule, batch)) {
            run.startEpoch();
            run.plannedTogether(split);
            run.plannedTogether(STEPS - split);
            run.planned(STEPS);
            return run.everything();
        }
    }

    private static float[] reference(NetworkSpec spec, UpdateRule rule, int batch) {
        try (OpenClBackend backend = TestDevices.open();
                StepRun run = new StepRun(backend, spec, rule, batch, STEPS * batch + 1)) {
            run.startEpoch();
            for (int step = 0; step <= STEPS; step++) {
                run.planned(step);
            }
            return run.everything();
        }
    }

    @ParameterizedTest(name = "{0} kernels, {1} work-groups, {2}-{3}-10, batch {4}, {5}, {6}")
    @CsvSource({
        "cpu, 1, 784, 24, 128, RELU, nesterov",
        "cpu, 1, 65, 8, 7, GELU, sgd",
        "cpu, 2, 33, 9, 7, TANH, adam",
        "gpu, 1, 65, 6, 7, SILU, momentum",
        "gpu, 1, 784, 7, 65, RELU, rmsprop",
        "gpu, 2, 31, 9, 33, LEAKY_RELU, nesterov",
        "gpu, 2, 1, 2, 1, SIGMOID, adam"
    })
    void manyStepsInALaunchAreTheStepsOfThePlainPathAndTheirBitsDoNotDependOnTheLaunches(
            String kernels, int groups, int inputs, int hidden, int batch, Activation activation, String name) {
        NetworkSpec spec = network(inputs, hidden, activation);
        UpdateRule rule = RULES.get(name);
        float[] wanted = reference(spec, rule, batch);
        try (OpenClBackend backend = open(kernels, groups)) {
            float[] actual = run(backend, spec, rule, batch, STEPS - 1);
            assertThat(actual).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.length; i++) {
                assertThat((double) actual[i])
                        .as("element %s of losses, step number, parameters and state", i)
                        .isCloseTo(wanted[i], Offset.offset(1e-5 * (STEPS + 1)));
            }
            assertThat(Arrays.mismatch(actual, run(backend, spec, rule, batch, 2)))
                    .as("first element that differs between 5 + 1 + 1 and 2 + 4 + 1 steps")
                    .isEqualTo(-1);
        }
    }

    @Test
    void manyStepsAreTwoLaunchesAndTheWaitForThem() {
        try (OpenClBackend backend = open("cpu", 1);
                StepRun run = repeated(backend, network(65, 8, Activation.RELU), RULES.get("sgd"), 7)) {
            run.startEpoch();
            QueueCounters before = backend.counters();
            run.plannedTogether(STEPS);
            assertThat(backend.counters().since(before)).isEqualTo(new QueueCounters(2, 1, 0, Integer.BYTES));
        }
    }

    /** More work-groups than threads: the first ones wait for others that can't begin. */
    @Test
    void groupsThatDoNotRunAtTheSameTimeGiveUpAndChangeNothing() {
        int groups = 64;
        NetworkSpec spec = network(9, groups, Activation.RELU);
        UpdateRule rule = RULES.get("nesterov");
        try (OpenClBackend backend = open("cpu", 1)) {
            Function<Consumer<Ops>, Plan> recording = step -> {
                PersistentStep recognised = PersistentStep.of(backend.fused(step));
                PersistentSizes one = PersistentSizes.of(backend.preset(), 1 << 20, 1, recognised);
                PersistentSizes many =
                        new PersistentSizes(groups, 1, one.items(), one.slices(), one.rows(), one.memory());
                PersistentPlan plan = new PersistentPlan(backend, recognised, many, 1000);
                assertThatThrownBy(() -> plan.probe(backend, 1000))
                        .isInstanceOf(BackendUnavailableException.class)
                        .hasMessageContaining("its 64 work-groups do not run at the same time");
                return plan;
            };
            try (StepRun run = new StepRun(backend, spec, rule, 7, STEPS * 7 + 1, recording)) {
                run.startEpoch();
                float[] before = run.everything();
                for (int again = 0; again < 2; again++) {
                    assertThatThrownBy(() -> run.plannedTogether(STEPS))
                            .isInstanceOf(BackendException.class)
                            .hasMessageContaining(
                                    "the 64 work-groups of a launch of 6 steps did not run at the same time");
                    assertThat(run.everything()).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void whatDoesNotFitTheDeviceIsRefusedWithTheReason() {
        refused("cpu", 99, network(9, 8, Activation.RELU), "99 work-groups can't run at the same time on");
        refused(
                "cpu",
                1,
                network(784, 1000, Activation.RELU),
                "with 1000 hidden units in each of 1 work-groups, each needs");
        refused("gpu", 1, network(9, 33, Activation.RELU), "too many for its registers, which hold 32");
    }

    private static void refused(String kernels, int groups, NetworkSpec spec, String reason) {
        try (OpenClBackend backend = open(kernels, groups)) {
            assertThatThrownBy(() -> repeated(backend, spec, RULES.get("sgd"), 7))
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageStartingWith("one launch can't do many steps on this device: ")
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void aStepThatIsNoneOfOneHiddenLayerIsRefused() {
        NetworkSpec deep = NetworkSpec.classifier(9, List.of(8, 8), Activation.RELU.function(), 10);
        NetworkSpec linear = NetworkSpec.classifier(9, List.of(), Activation.RELU.function(), 10);
        try (OpenClBackend backend = open("cpu", 1)) {
            for (NetworkSpec spec : List.of(deep, linear)) {
                assertThatThrownBy(() -> repeated(backend, spec, RULES.get("sgd"), 7))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("a network with one hidden layer");
            }
        }
    }
}
