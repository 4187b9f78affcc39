package dev.atelier.engine.training;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.ParameterSet;

/**
 * The exponential moving average of the weights (Polyak and Juditsky 1992, in the form that TensorFlow documents): in step {@code t},
 * counted from 1, {@code average += (1 - d) (weights - average)} with {@code d = min(decay, (1 + t) / (10 + t))}. It starts as a copy of
 * the weights.
 */
final class WeightAverage {
    private final Backend backend;
    private final double decay;
    private final ParameterSet weights;
    private final ParameterSet average;
    private final LearningRate share;
    private final float[] shares;

    /**
     * Starts from the weights as they are.
     *
     * @param model where the average is kept
     * @param step the number of the step within the epoch, which {@code arena}'s table is read by
     */
    WeightAverage(
            Arena model, Arena arena, NetworkSpec spec, ParameterSet weights, double decay, Tensor step, int steps) {
        this.backend = model.backend();
        this.decay = decay;
        this.weights = weights;
        this.average = ParameterSet.allocate(model, "average", spec);
        this.share = new LearningRate(arena.allocate("shares of the average", DType.F32, 1, steps), step);
        this.shares = new float[steps];
        backend.ops().copy(weights.whole(), average.whole());
    }

    /** Enqueues the shares of an epoch's steps, given how many steps the run did before. */
    void startEpoch(long stepsDone) {
        for (int i = 0; i < shares.length; i++) {
            double t = stepsDone + i + 1.0;
            shares[i] = (float) (1 - Math.min(decay, (1 + t) / (10 + t)));
        }
        backend.write(share.table(), shares);
    }

    /** Enqueues one step, after that of the weights. */
    void step(Ops ops) {
        ops.moveTowards(average.whole(), weights.whole(), share);
    }

    /** Returns the average. */
    ParameterSet parameters() {
        return average;
    }
}
