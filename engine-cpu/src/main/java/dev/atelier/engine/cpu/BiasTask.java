package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import org.jspecify.annotations.Nullable;

/** The bias's part of a layer's backward pass: the sums of delta's columns, and the optimiser's step if there is to be one. */
final class BiasTask implements Task {
    private final CpuEngine engine;
    private @Nullable CpuTensor delta;
    private @Nullable CpuTensor gradient;
    private @Nullable CpuTensor bias;
    private @Nullable CpuTensor state;
    private @Nullable UpdateRule rule;
    private float learningRate;

    BiasTask(CpuEngine engine) {
        this.engine = engine;
    }

    /** Asks for the gradient. */
    void sum(Tensor layerDelta, Tensor biasGradient) {
        delta = (CpuTensor) layerDelta;
        gradient = (CpuTensor) biasGradient;
        rule = null;
    }

    /** Asks for the gradient and the update. */
    void update(Tensor layerDelta, LayerUpdate layer, float rate) {
        sum(layerDelta, layer.gradients().bias());
        bias = (CpuTensor) layer.parameters().bias();
        rule = layer.rule();
        LayerTensors first = layer.state().isEmpty() ? null : layer.state().get(0);
        state = first == null ? null : (CpuTensor) first.bias();
        learningRate = rate;
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
        CpuTensor target = bias;
        UpdateRule formula = rule;
        if (formula != null && target != null) {
            ElementOperations.updatePiece(engine, formula, learningRate, target, sums, state, 0, begin, end - begin);
        }
    }
}
