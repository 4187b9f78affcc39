package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An optimiser's step on one tensor of parameters. Mutable, because a step must not allocate. */
@SuppressWarnings("NullAway.Init")
final class RuleStep {
    private final CpuEngine engine;
    private final float[] coefficients = new float[UpdateRule.MAX_COEFFICIENTS];
    private UpdateRule rule;
    private float beta1;
    private float beta2;
    private float decay;
    private CpuTensor parameters;
    private @Nullable CpuTensor first;
    private @Nullable CpuTensor second;

    RuleStep(CpuEngine engine) {
        this.engine = engine;
    }

    /** Takes the step of these tensors. */
    void set(UpdateRule formula, LearningRate learningRate, Tensor target, List<Tensor> state) {
        set(
                formula,
                learningRate,
                target,
                state.isEmpty() ? null : state.get(0),
                state.size() < 2 ? null : state.get(1));
    }

    /** Takes the step of a layer's weights. */
    void setWeights(LayerUpdate layer) {
        List<LayerTensors> state = layer.state();
        set(
                layer.rule(),
                layer.learningRate(),
                layer.parameters().weights(),
                state.isEmpty() ? null : state.get(0).weights(),
                state.size() < 2 ? null : state.get(1).weights());
    }

    /** Takes the step of a layer's bias. */
    void setBias(LayerUpdate layer) {
        List<LayerTensors> state = layer.state();
        set(
                layer.rule(),
                layer.learningRate(),
                layer.parameters().bias(),
                state.isEmpty() ? null : state.get(0).bias(),
                state.size() < 2 ? null : state.get(1).bias());
    }

    private void set(
            UpdateRule formula,
            LearningRate learningRate,
            Tensor target,
            @Nullable Tensor firstState,
            @Nullable Tensor secondState) {
        rule = formula;
        if (formula instanceof UpdateRule.Adam adam) {
            setMeans(adam.beta1(), adam.beta2(), adam.weightDecay());
        } else if (formula instanceof UpdateRule.AdamW adamW) {
            setMeans(adamW.beta1(), adamW.beta2(), 0);
        }
        parameters = (CpuTensor) target;
        first = (CpuTensor) firstState;
        second = (CpuTensor) secondState;
        CpuTensor table = (CpuTensor) learningRate.table();
        int step = ((CpuTensor) learningRate.step()).ints[0];
        int column = Math.max(0, Math.min(step, table.columns() - 1));
        for (int k = 0; k < coefficients.length; k++) {
            coefficients[k] = k < table.rows() ? table.floats[table.index(k, column)] : 0;
        }
    }

    private void setMeans(float decayOfMean, float decayOfMeanSquare, float weightDecay) {
        beta1 = decayOfMean;
        beta2 = decayOfMeanSquare;
        decay = weightDecay;
    }

    /** Returns the first coefficient, the learning rate of rules that have no other. */
    float learningRate() {
        return coefficients[0];
    }

    /**
     * Steps the parameters of a block.
     *
     * @param g the block's gradients from {@code gOffset} on, in rows that lie {@code gStride} apart
     */
    void apply(int rowBegin, int rowEnd, int columnBegin, int columnEnd, float[] g, int gOffset, int gStride) {
        CpuTensor m = first;
        CpuTensor v = second;
        int rows = rowEnd - rowBegin;
        int length = columnEnd - columnBegin;
        if (rule instanceof UpdateRule.Sgd sgd) {
            sgd(sgd, rowBegin, columnBegin, rows, length, g, gOffset, gStride);
        } else if (rule instanceof UpdateRule.Momentum momentum && m != null) {
            momentum(momentum, m, rowBegin, columnBegin, rows, length, g, gOffset, gStride);
        } else if (rule instanceof UpdateRule.RmsProp rmsProp && m != null) {
            engine.kernels.rmsProp(
                    rmsProp,
                    coefficients[0],
                    rows,
                    length,
                    parameters.stride,
                    parameters.floats,
                    parameters.index(rowBegin, columnBegin),
                    m.floats,
                    m.index(rowBegin, columnBegin),
                    g,
                    gOffset,
                    gStride);
        } else if ((rule instanceof UpdateRule.Adam || rule instanceof UpdateRule.AdamW) && m != null && v != null) {
            engine.kernels.adam(
                    beta1,
                    beta2,
                    decay,
                    coefficients,
                    rows,
                    length,
                    parameters.stride,
                    parameters.floats,
                    parameters.index(rowBegin, columnBegin),
                    m.floats,
                    m.index(rowBegin, columnBegin),
                    v.floats,
                    v.index(rowBegin, columnBegin),
                    g,
                    gOffset,
                    gStride);
        } else {
            throw new IllegalArgumentException("update: the CPU backend does not know " + rule);
        }
    }

    private void sgd(
            UpdateRule.Sgd sgd, int row, int column, int rows, int length, float[] g, int gOffset, int gStride) {
        for (int i = 0; i < rows; i++) {
            int pOffset = parameters.index(row + i, column);
            engine.kernels.sgd(sgd, coefficients[0], parameters.floats, pOffset, g, gOffset + i * gStride, length);
        }
    }

    private void momentum(
            UpdateRule.Momentum momentum,
            CpuTensor v,
            int row,
            int column,
            int rows,
            int length,
            float[] g,
            int gOffset,
            int gStride) {
        for (int i = 0; i < rows; i++) {
            engine.kernels.momentum(
                    momentum,
                    coefficients[0],
                    parameters.floats,
                    parameters.index(row + i, column),
                    g,
                    gOffset + i * gStride,
                    v.floats,
                    v.index(row + i, column),
                    length);
        }
    }
}
