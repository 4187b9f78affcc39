package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.Tensor;
import org.jspecify.annotations.Nullable;

/** The bias's part of a layer's backward pass: the sums of delta's columns, and the optimiser's step if there is to be one. */
final class BiasTask implements Task {
    private final CpuEngine engine;
    private @Nullable CpuTensor delta;
    private @Nullable CpuTensor gradient;
    private final RuleStep step;
    private boolean updates;

    BiasTask(CpuEngine engine) {
        this.engine = engine;
        this.step = new RuleStep(engine);
    }

    /** Asks for the gradient. */
    void sum(Tensor layerDelta, Tensor biasGradient) {
        delta = (CpuTensor) layerDelta;
        gradient = (CpuTensor) biasGradient;
        updates = false;
    }

    /** Asks for the gradient and the update. */
    void update(Tensor layerDelta, LayerUpdate layer) {
        sum(layerDelta, layer.gradients().bias());
        step.setBias(layer);
        updates = true;
    }

    /** Asks for nothing. */
    void clear() {
        delta = null;
    }

    @Override
    public void run(int part, int parts) {
        CpuTensor source = delta;
        CpuTensor sums = gradient;
        if (source == null || sums == null) {
            return;
        }
        int units = (source.columns() + BlockTask.COLUMN_STEP - 1) / BlockTask.COLUMN_STEP;
        int begin = Task.begin(part, parts, units) * BlockTask.COLUMN_STEP;
        int end = Math.min(source.columns(), Task.begin(part + 1, parts, units) * BlockTask.COLUMN_STEP);
        if (begin >= end) {
            return;
        }
        ReductionOperations.columnSums(engine, source, sums, begin, end);
        if (updates) {
            step.apply(0, 1, begin, end, sums.floats, sums.index(0, begin), sums.stride);
        }
    }
}
