package dev.atelier.engine.tck;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code activate} and {@code activationGradient} of every function. */
interface ActivationChecks extends Conformance {
    /** Returns what the checks run through. */
    static Stream<ActivationFunction> functions() {
        return ActivationOracle.functions().stream();
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void activateAgreesWithDouble(ActivationFunction function) {
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                bed().trial("activate " + function.label(), t -> {
                    float[] values = ActivationOracle.inputs(t.samples(), rows * columns);
                    Tensor out = t.output("out", rows, columns);
                    t.ops().activate(function, t.input("x", rows, columns, values), out);
                    t.verify(out, ActivationOracle.values(function, values));
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void activateWorksInPlace(ActivationFunction function) {
        for (int columns : bed().sizes()) {
            bed().trial("activate " + function.label() + " in place", t -> {
                float[] values = ActivationOracle.inputs(t.samples(), 7 * columns);
                Tensor x = t.changing("x", 7, columns, values);
                t.ops().activate(function, x, x);
                t.verify(x, ActivationOracle.values(function, values));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void activationGradientAgreesWithDouble(ActivationFunction function) {
        for (int rows : bed().smallSizes()) {
            for (int columns : bed().sizes()) {
                bed().trial("activationGradient " + function.label(), t -> {
                    float[] x = ActivationOracle.inputs(t.samples(), rows * columns);
                    float[] gradient = t.samples().floats(rows * columns);
                    Tensor saved = t.input("saved", rows, columns, ActivationOracle.saved(function, x));
                    Tensor upstream = t.input("upstream", rows, columns, gradient);
                    Tensor out = t.output("out", rows, columns);
                    t.ops().activationGradient(function, saved, upstream, out);
                    t.verify(out, ActivationOracle.gradients(function, x, Expected.exactly(gradient)));
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void activationGradientWorksInPlace(ActivationFunction function) {
        for (int columns : bed().sizes()) {
            bed().trial("activationGradient " + function.label() + " in place", t -> {
                float[] x = ActivationOracle.inputs(t.samples(), 7 * columns);
                float[] gradient = t.samples().floats(7 * columns);
                Tensor saved = t.input("saved", 7, columns, ActivationOracle.saved(function, x));
                Tensor upstream = t.changing("upstream", 7, columns, gradient);
                t.ops().activationGradient(function, saved, upstream, upstream);
                t.verify(upstream, ActivationOracle.gradients(function, x, Expected.exactly(gradient)));
            });
        }
    }
}
