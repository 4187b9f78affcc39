package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceLimits;
import dev.atelier.engine.backend.Probe;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuBackendProviderTest {
    @Test
    void serviceLoaderFindsTheBackend() {
        try (Backend backend = Backends.open("cpu", BackendOptions.defaults().withThreads(1))) {
            assertThat(backend.device().id()).isEqualTo("cpu:0");
        }
    }

    /** The build starts one JVM for each kind of kernels and says which it expects there. */
    @Test
    void kernelsAreThoseThatTheJvmAllows() {
        String expected = System.getProperty("expected.kernels", "");
        try (Backend backend = new CpuBackendProvider().open(BackendOptions.defaults())) {
            assertThat(backend.description()).contains(expected.equals("plain Java") ? expected : "Vector API");
            if (System.getProperty("os.arch", "").equals("amd64")) {
                assertThat(backend.description()).contains(expected);
            }
        }
    }

    @Test
    void plainKernelsCanBeAskedFor() {
        try (Backend backend = open(Map.of(CpuBackendProvider.KERNELS, "plain"))) {
            assertThat(backend.description()).contains("plain Java");
        }
    }

    @Test
    void threadsAreAsManyAsAskedFor() {
        try (Backend backend =
                new CpuBackendProvider().open(BackendOptions.defaults().withThreads(3))) {
            assertThat(backend.description()).contains("3 threads");
        }
    }

    @Test
    void probeSaysHowToEnableTheVectorApi() {
        Probe probe = new CpuBackendProvider().probe();
        assertThat(probe.usable()).isTrue();
        assertThat(probe.devices()).hasSize(1);
        if (System.getProperty("expected.kernels", "").equals("plain Java")) {
            assertThat(probe.message()).contains("--add-modules jdk.incubator.vector");
        }
    }

    @Test
    void unknownPropertiesAreNamed() {
        assertThatThrownBy(() -> open(Map.of(CpuBackendProvider.KERNELS, "cuda")))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("cpu.kernels must be auto or plain, but is 'cuda'");
        assertThatThrownBy(() -> open(Map.of(CpuBackendProvider.WARM_UP, "maybe")))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("cpu.warm-up must be on or off, but is 'maybe'");
        assertThatThrownBy(() -> open(Map.of(CpuBackendProvider.INPUT, "some")))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("cpu.input must be auto, sparse or dense, but is 'some'");
    }

    /** A fraction of what any machine of this century can do, and more than any will for a while. */
    @Test
    void limitsAreMeasuredWhereTheyCanBe() {
        try (Backend backend = new CpuBackendProvider().open(BackendOptions.defaults())) {
            DeviceLimits limits = backend.measureLimits();
            assertThat(limits.bytesPerSecond()).isBetween(1e7, 1e14);
            if (backend.description().contains("plain Java")) {
                assertThat(limits.operationsPerSecond()).isNaN();
            } else {
                assertThat(limits.operationsPerSecond()).isBetween(1e7, 1e15);
            }
        }
    }

    private static Backend open(Map<String, String> properties) {
        return new CpuBackendProvider().open(new BackendOptions("", 1, properties));
    }
}
