package dev.atelier.engine.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlainActivationsTest {
    private static final float KEPT = 7;

    /** The kernels call them in place; here no two arrays are the same. */
    @ParameterizedTest
    @EnumSource
    void resultsAreWrittenToAnArrayApartAndNotBeyondTheLength(Activation kind) {
        ActivationFunction function = kind.function();
        float[] x = {-1.5f, -0.25f, 0.5f, 2, 3};
        float[] out = {KEPT, KEPT, KEPT, KEPT, KEPT};
        PlainActivations.activate(function, x, out, 4);
        float[] saved = function.gradientFromOutput() ? out.clone() : x;
        float[] upstream = {1, -2, 3, -4, 5};
        float[] gradient = out.clone();
        PlainActivations.gradient(function, saved, upstream, gradient, 4);
        for (int i = 0; i < 4; i++) {
            assertThat((double) out[i]).isCloseTo(function.value(x[i]), within(1e-6));
            assertThat((double) gradient[i]).isCloseTo(upstream[i] * function.derivative(x[i]), within(1e-5));
        }
        assertThat(out[4]).isEqualTo(KEPT);
        assertThat(gradient[4]).isEqualTo(KEPT);
    }
}
