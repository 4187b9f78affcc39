package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.UpdateRule;
import org.junit.jupiter.api.Test;

/** A recorded plan does what its operations do when they are called, byte for byte. */
interface PlanChecks extends Conformance {
    @Test
    default void planOfEachOperationEqualsItsCall() {
        for (Operation operation : new Catalogue(9, 33, CLASSES).operations()) {
            bed().trial("plan of " + operation, t -> {
                OperationRun eager = new OperationRun(t, operation);
                OperationRun planned = new OperationRun(t, operation);
                try (Plan plan = t.backend().record(ops -> operation.run(ops, planned.tensors()))) {
                    // New contents between the runs: a plan must not keep what its tensors held.
                    for (long seed = 1; seed <= 3; seed++) {
                        eager.fill(seed);
                        planned.fill(seed);
                        operation.run(t.ops(), eager.tensors());
                        plan.run();
                        planned.verifySameBits("run " + seed, eager);
                    }
                }
            });
        }
    }

    @Test
    default void replayedTrainingEqualsCalledTraining() {
        for (Activation activation : new Activation[] {Activation.RELU, Activation.SILU}) {
            for (boolean crossEntropy : new boolean[] {true, false}) {
                SmallNetwork.Design design = design(activation, crossEntropy);
                bed().network("plan of a training step, " + design, design, (t, eager, data) -> {
                    SmallNetwork planned = t.network(design, data);
                    try (Plan plan = t.backend().record(planned::step)) {
                        for (int step = 0; step < TestBed.STEPS; step++) {
                            eager.step(t.ops());
                            plan.run();
                        }
                    }
                    t.verifySameBits(
                            "losses, parameters and state after the replays", eager.everything(), planned.everything());
                });
            }
        }
    }

    /** What a host changes between runs, as at the start of an epoch, must reach the next run. */
    @Test
    default void plansSeeWhatTheHostWrites() {
        SmallNetwork.Design design = design(Activation.TANH, true);
        bed().network(
                        "plan of a training step after the host wrote its counters, rates and order",
                        design,
                        (t, eager, data) -> {
                            SmallNetwork planned = t.network(design, data);
                            try (Plan plan = t.backend().record(planned::step)) {
                                for (int round = 0; round < 3; round++) {
                                    float[] rates = t.samples().floats(data.rates().length, 0.2);
                                    int[] order = t.samples().integers(data.order().length, data.labels().length);
                                    for (SmallNetwork network : new SmallNetwork[] {eager, planned}) {
                                        network.writeRates(rates);
                                        t.backend().write(network.order(), order);
                                        t.backend().write(network.counter(), new int[] {round});
                                    }
                                    for (int step = 0; step < 2; step++) {
                                        eager.step(t.ops());
                                        plan.run();
                                    }
                                    t.verifySameBits("round " + round, eager.everything(), planned.everything());
                                }
                            }
                        });
    }

    @Test
    default void twoPlansLiveSideBySide() {
        SmallNetwork.Design one = design(Activation.RELU, true);
        SmallNetwork.Design other = design(Activation.GELU, false);
        bed().network("two plans in turn", one, (t, eager, data) -> {
            NetworkData otherData = NetworkData.random(t.samples(), other, 50, TestBed.STEPS);
            SmallNetwork otherEager = t.network(other, otherData);
            SmallNetwork planned = t.network(one, data);
            SmallNetwork otherPlanned = t.network(other, otherData);
            Backend backend = t.backend();
            try (Plan plan = backend.record(planned::step);
                    Plan otherPlan = backend.record(otherPlanned::step)) {
                for (int step = 0; step < TestBed.STEPS / 2; step++) {
                    eager.step(t.ops());
                    otherEager.step(t.ops());
                    plan.run();
                    otherPlan.run();
                }
            }
            t.verifySameBits("the plan recorded first", eager.everything(), planned.everything());
            t.verifySameBits("the plan recorded second", otherEager.everything(), otherPlanned.everything());
        });
    }

    private static SmallNetwork.Design design(Activation activation, boolean crossEntropy) {
        UpdateRule rule = crossEntropy
                ? new UpdateRule.Momentum(0.9f, true, 0.001f)
                : new UpdateRule.AdamW(0.9f, 0.999f, 1e-8f, 0.01f);
        // Enough hidden units that a backend which treats layers with few outputs apart has one of each kind.
        return new SmallNetwork.Design(33, 65, CLASSES, 9, activation.function(), crossEntropy, rule);
    }
}
