package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.QueueCounters;
import org.junit.jupiter.api.Test;

class OpenClPlanTest {
    @Test
    void aRunIsEnqueuesAlone() {
        try (OpenClBackend backend = TestDevices.open();
                Arena arena = backend.arena("plan")) {
            Tensor counter = arena.allocate("counter", DType.I32, 1, 1);
            int[] calls = new int[1];
            Plan plan = backend.record(ops -> {
                calls[0]++;
                ops.advance(counter);
                ops.advance(counter);
            });
            QueueCounters before = backend.counters();
            for (int i = 0; i < 10; i++) {
                plan.run();
            }
            assertThat(backend.counters().since(before)).isEqualTo(new QueueCounters(20, 0, 0, 0));
            int[] count = new int[1];
            backend.read(counter, count);
            assertThat(count[0]).isEqualTo(20);
            assertThat(calls[0])
                    .as("the step is called once, when it is recorded")
                    .isEqualTo(1);
        }
    }

    @Test
    void aPlanIsRefusedAfterItsArenaItselfOrTheBackendIsClosed() {
        OpenClBackend backend = TestDevices.open();
        Arena arena = backend.arena("short-lived");
        Arena other = backend.arena("other");
        Tensor x = arena.allocate("x", DType.F32, 1, 1);
        Tensor y = other.allocate("y", DType.F32, 1, 1);
        Plan ofArena = backend.record(ops -> ops.fill(x, 1));
        Plan closed = backend.record(ops -> ops.fill(y, 1));
        Plan ofBackend = backend.record(ops -> ops.fill(y, 1));
        arena.close();
        assertThatThrownBy(ofArena::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'x' F32 [1][1] was used by a plan after its arena 'short-lived' was closed");
        closed.close();
        closed.close();
        assertThatThrownBy(closed::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the plan is closed");
        ofBackend.run();
        backend.close();
        assertThatThrownBy(ofBackend::run).isInstanceOf(IllegalStateException.class);
        ofArena.close();
        ofBackend.close();
    }

    @Test
    void aTooLargeTensorIsRefusedAndTheBackendLivesOn() {
        try (OpenClBackend backend = TestDevices.open();
                Arena arena = backend.arena("large")) {
            assertThatThrownBy(() -> arena.allocate("huge", DType.F32, 46_000, 46_000))
                    .isInstanceOf(dev.atelier.engine.backend.BackendException.class)
                    .hasMessageContaining("allocate 'huge'");
            Tensor x = arena.allocate("x", DType.F32, 1, 1);
            backend.ops().fill(x, 3);
            float[] result = new float[1];
            backend.read(x, result);
            assertThat(result[0]).isEqualTo(3);
        }
    }
}
