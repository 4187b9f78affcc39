package dev.atelier.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.tck.ReferenceBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dropout as the papers have it. */
class DropoutTest {
    /** Inputs of mean 0 and variance 1 keep both; the expectations are taken over units that are kept with probability q. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 0.5})
    void alphaDropoutKeepsMeanAndVariance(double rate) {
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("dropout")) {
            DropoutMask mask = mask(arena, rate);
            Dropout dropout = Dropout.alpha(mask);
            double q = mask.keep();
            assertThat(q).isCloseTo(1 - rate, within(1e-5));
            double mean = q * dropout.shift() + (1 - q) * dropout.value();
            double square = q * (Math.pow(dropout.scale(), 2) + Math.pow(dropout.shift(), 2))
                    + (1 - q) * Math.pow(dropout.value(), 2);
            assertThat(mean).isCloseTo(0, within(1e-6));
            assertThat(square).isCloseTo(1, within(1e-6));
        }
    }

    /** Each of 40,000 units is dropped with the same probability; five standard deviations are allowed. */
    @Test
    void theShareOfDroppedUnitsIsTheRateAndTheMeanStays() {
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("dropout")) {
            Tensor x = arena.allocate("x", DType.F32, 40, 1000);
            backend.ops().fill(x, 1);
            backend.ops().dropout(Dropout.plain(mask(arena, 0.3)), x, x);
            float[] values = new float[x.size()];
            backend.read(x, values);
            int dropped = 0;
            for (float value : values) {
                assertThat(value).isIn(0f, (float) (1 / (1 - Math.round(0.3 * 65536) / 65536.0)));
                dropped += value == 0 ? 1 : 0;
            }
            double deviation = Math.sqrt(0.3 * 0.7 / values.length);
            assertThat(dropped / (double) values.length).isCloseTo(0.3, within(5 * deviation));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 0.99999999, Double.NaN})
    void theRateMustBeBelowOne(double rate) {
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("dropout")) {
            assertThatThrownBy(() -> mask(arena, rate))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("dropout must be from 0 to below 1, but is " + rate);
        }
    }

    private static DropoutMask mask(Arena arena, double rate) {
        Tensor order = arena.allocate("order", DType.I32, 1, 40);
        int[] rows = new int[40];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        arena.backend().write(order, rows);
        Tensor step = arena.allocate("step", DType.I32, 1, 1);
        Tensor data = arena.allocate("data", DType.I32, 40, 1);
        Tensor epoch = arena.allocate("epoch", DType.I32, 1, 1);
        return new DropoutMask(rate, 7, 0, new RowSelection(data, order, step, 40), epoch);
    }
}
