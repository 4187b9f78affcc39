package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.UpdateRule;
import org.junit.jupiter.api.Test;

/** The same inputs give the same bits, each time and on each instance. */
interface DeterminismChecks extends Conformance {
    @Test
    default void operationsGiveTheSameBitsTwice() {
        Catalogue catalogue = new Catalogue(bed().batch(), bed().features(), bed().batch() + 1);
        for (Operation operation : catalogue.operations()) {
            bed().trial(operation + " twice", t -> {
                OperationRun first = new OperationRun(t, operation).fill(1);
                OperationRun second = new OperationRun(t, operation).fill(1);
                operation.run(t.ops(), first.tensors());
                operation.run(t.ops(), second.tensors());
                second.verifySameBits("second run", first);
            });
        }
    }

    @Test
    default void trainingGivesTheSameBitsTwice() {
        bed().network("training twice", design(), (t, first, data) -> {
            SmallNetwork second = t.network(design(), data);
            train(t, first);
            train(t, second);
            t.verifySameBits("second training", first.everything(), second.everything());
        });
    }

    /** Two instances work in turn, so that state shared between them would show. */
    @Test
    default void anotherInstanceGivesTheSameBits() {
        bed().network("training on two instances of the backend", design(), (t, first, data) -> {
            float[][] found = new float[1][];
            try (Backend other = bed().open()) {
                bed().trial(other, "training on the second instance", u -> {
                    SmallNetwork second = u.network(design(), data);
                    for (int step = 0; step < 3; step++) {
                        first.step(t.ops());
                        second.step(u.ops());
                    }
                    found[0] = second.everything();
                });
            }
            t.verifySameBits("second instance", first.everything(), found[0]);
        });
    }

    private SmallNetwork.Design design() {
        UpdateRule rule = new UpdateRule.Momentum(0.9f, true, 0);
        return new SmallNetwork.Design(
                bed().features(), bed().hidden(), CLASSES, bed().batch(), Activation.RELU.function(), true, rule);
    }

    private static void train(Trial t, SmallNetwork network) {
        for (int step = 0; step < 3; step++) {
            network.step(t.ops());
        }
    }
}
