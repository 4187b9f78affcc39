package dev.atelier.engine.tck;

import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code update} by every rule, over several steps. */
interface UpdateChecks extends Conformance {
    /** Returns what the checks run through. */
    static Stream<UpdateRule> rules() {
        return UpdateOracle.RULES.stream();
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.UpdateChecks#rules")
    default void updateAgreesWithDouble(UpdateRule rule) {
        for (int rows : new int[] {1, 7}) {
            for (int columns : bed().sizes()) {
                bed().trial("update by " + rule, t -> {
                    float[] start = t.samples().floats(rows * columns);
                    Tensor parameters = t.changing("parameters", rows, columns, start);
                    List<Tensor> state = new ArrayList<>();
                    for (int s = 0; s < rule.stateTensors(); s++) {
                        state.add(t.changing("state " + s, rows, columns, new float[start.length]));
                    }
                    LearningRate rate = UpdateOracle.learningRate(t, rule);
                    UpdateOracle oracle = new UpdateOracle(rule, start);
                    // Two steps more than the table is long.
                    for (int i = 0; i < UpdateOracle.rates().length + 2; i++) {
                        float[] values = t.samples().floats(start.length);
                        t.ops().update(rule, rate, parameters, t.input("gradients", rows, columns, values), state);
                        t.ops().advance(rate.step());
                        int column = Math.min(i, UpdateOracle.rates().length - 1);
                        oracle.step(Expected.exactly(values), UpdateOracle.rates()[column], column + 1);
                        t.verify(parameters, oracle.parameters());
                        for (int s = 0; s < state.size(); s++) {
                            t.verify(state.get(s), oracle.state(s));
                        }
                    }
                });
            }
        }
    }

    /** One launch over the blocks updates every part, and the padding stays zero. */
    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.UpdateChecks#rules")
    default void updateOfSlabsTakesEveryPart(UpdateRule rule) {
        for (int columns : bed().sizes()) {
            bed().trial("update of Slab.whole() by " + rule, t -> {
                int[] sides = {7, columns, 1, columns, 1, 1};
                Slab parameters = t.slab("parameters", sides);
                Slab gradients = t.slab("gradients", sides);
                List<Slab> state = new ArrayList<>();
                for (int s = 0; s < rule.stateTensors(); s++) {
                    state.add(t.slab("state " + s, sides));
                }
                List<UpdateOracle> oracles = new ArrayList<>();
                for (int part = 0; part < 3; part++) {
                    float[] start =
                            t.samples().floats(parameters.tensors().get(part).size());
                    float[] values = t.samples().floats(start.length);
                    t.backend().write(parameters.tensors().get(part), start);
                    t.backend().write(gradients.tensors().get(part), values);
                    UpdateOracle oracle = new UpdateOracle(rule, start);
                    oracle.step(Expected.exactly(values), UpdateOracle.rates()[0], 1);
                    oracles.add(oracle);
                }
                LearningRate rate = UpdateOracle.learningRate(t, rule);
                t.ops()
                        .update(
                                rule,
                                rate,
                                parameters.whole(),
                                gradients.whole(),
                                state.stream().map(Slab::whole).toList());
                for (int part = 0; part < 3; part++) {
                    t.verify(parameters.tensors().get(part), oracles.get(part).parameters());
                    for (int s = 0; s < state.size(); s++) {
                        t.verify(
                                state.get(s).tensors().get(part),
                                oracles.get(part).state(s));
                    }
                }
                t.verifyPadding(parameters);
                state.forEach(t::verifyPadding);
            });
        }
    }
}
