package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The build runs the tests twice; this holds that it does so through two bindings, and not twice through one. */
class BindingUnderTestTest {
    @Test
    void theBackendIsReachedThroughTheBindingThatTheBuildAsksFor() {
        String wanted = TestDevices.BINDING.isEmpty() ? "lwjgl" : TestDevices.BINDING;
        try (OpenClBackend backend = TestDevices.open()) {
            assertThat(backend.description()).endsWith("binding: " + wanted);
        }
    }
}
