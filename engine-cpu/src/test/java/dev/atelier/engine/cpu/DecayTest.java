package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An optimiser's state without gradients. */
class DecayTest {
    /** Enough to decay from 1 to the least subnormal number, 1.4e-45, by the factors below. */
    private static final int STEPS = 1200;

    static Stream<UpdateRule> rules() {
        return Stream.of(
                new UpdateRule.Momentum(0.9f, false, 0),
                new UpdateRule.Momentum(0.9f, true, 0),
                new UpdateRule.RmsProp(0.9f, 1e-8f, 0),
                new UpdateRule.Adam(0.9f, 0.91f, 1e-8f, 0));
    }

    /** Rounding alone would keep it at four times the least subnormal number for ever. */
    @ParameterizedTest
    @MethodSource("rules")
    void stateReachesZeroWhereGradientsStayZero(UpdateRule rule) {
        int columns = 37;
        try (Backend backend = new CpuBackendProvider().open(new BackendOptions("", 1, Map.of()));
                Arena arena = backend.arena("decay")) {
            Tensor parameters = arena.allocate("parameters", DType.F32, 2, columns);
            Tensor gradients = arena.allocate("gradients", DType.F32, 2, columns);
            List<Tensor> state = new ArrayList<>();
            for (int i = 0; i < rule.stateTensors(); i++) {
                state.add(arena.allocate("state " + i, DType.F32, 2, columns));
                float[] positiveAndNegative = new float[2 * columns];
                Arrays.fill(positiveAndNegative, 0, columns, 1);
                Arrays.fill(
                        positiveAndNegative,
                        columns,
                        2 * columns,
                        i == 0 && !(rule instanceof UpdateRule.RmsProp) ? -1 : 1);
                backend.write(state.get(i), positiveAndNegative);
            }
            float[] rates = new float[rule.coefficientCount()];
            Tensor table = arena.allocate("rates", DType.F32, rule.coefficientCount(), 1);
            double[] coefficients = rule.coefficients(1e-3, 1);
            for (int i = 0; i < coefficients.length; i++) {
                rates[i] = (float) coefficients[i];
            }
            backend.write(table, rates);
            Tensor step = arena.allocate("step", DType.I32, 1, 1);
            for (int i = 0; i < STEPS; i++) {
                backend.ops().update(rule, new LearningRate(table, step), parameters, gradients, state);
            }
            for (Tensor tensor : state) {
                float[] values = new float[2 * columns];
                backend.read(tensor, values);
                assertThat(values).containsOnly(0);
            }
        }
    }
}
