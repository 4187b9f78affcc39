package dev.atelier.engine.tck;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All operations, fused ones too, with one fault. */
class FaultyFusedOps extends FaultyRegularization {
    FaultyFusedOps(Fault fault) {
        super(fault);
    }

    @Override
    public void linear(Tensor x, LayerTensors layer, ActivationFunction function, @Nullable Tensor z, Tensor out) {
        if (fault == Fault.LINEAR_FORGETS_BIAS_WITHOUT_Z && z == null) {
            matmul(x, false, layer.weights(), false, out);
            activate(function, out, out);
            return;
        }
        super.linear(x, layer, function, z, out);
        if (fault == Fault.LINEAR_SWALLOWS_NAN) {
            replaceNaN(out);
        }
    }

    @Override
    public void inputLinear(
            RowSelection rows,
            float scale,
            Tensor input,
            LayerTensors layer,
            ActivationFunction function,
            @Nullable Tensor z,
            Tensor out) {
        boolean unscaled = fault == Fault.INPUT_LINEAR_IGNORES_SCALE_OF_FLOATS
                && rows.data().dtype() == DType.F32;
        super.inputLinear(rows, unscaled ? 1 : scale, input, layer, function, z, out);
    }

    @Override
    public void linearInputGradient(
            Tensor delta, Tensor weights, ActivationFunction function, Tensor saved, Tensor out) {
        if (fault == Fault.LINEAR_INPUT_GRADIENT_SKIPS_DERIVATIVE) {
            matmul(delta, false, weights, true, out);
            return;
        }
        super.linearInputGradient(delta, weights, function, saved, out);
        if (fault == Fault.LINEAR_INPUT_GRADIENT_SWALLOWS_NAN) {
            replaceNaN(out);
        }
    }

    @Override
    public void linearGradients(Tensor x, Tensor delta, LayerTensors gradients) {
        double before = of(gradients.weights()).get(0);
        super.linearGradients(x, delta, gradients);
        if (fault == Fault.LINEAR_GRADIENTS_ACCUMULATE) {
            of(gradients.weights()).set(0, before + of(gradients.weights()).get(0));
        }
    }

    @Override
    public void inputLinearGradients(
            RowSelection rows, float scale, Tensor input, Tensor delta, LayerTensors gradients) {
        int step = of(rows.step()).integers[0];
        if (fault == Fault.INPUT_LINEAR_GRADIENTS_OF_FIRST_ROWS) {
            of(rows.step()).integers[0] = 0;
            gatherRows(rows, scale, input);
        }
        super.inputLinearGradients(rows, scale, input, delta, gradients);
        of(rows.step()).integers[0] = step;
    }

    @Override
    public void linearUpdate(Tensor x, Tensor delta, LayerUpdate layer) {
        if (fault == Fault.FUSED_UPDATE_SWALLOWS_NAN) {
            linearGradients(x, delta, layer.gradients());
            replaceNaN(layer.gradients().weights());
            replaceNaN(layer.gradients().bias());
            updateWeights(layer);
            updateBias(layer);
        } else if (fault == Fault.LINEAR_UPDATE_FORGETS_BIAS) {
            linearGradients(x, delta, layer.gradients());
            updateWeights(layer);
        } else if (fault == Fault.FUSED_UPDATE_FORGETS_STATE) {
            super.linearUpdate(x, delta, layer);
            for (LayerTensors state : layer.state()) {
                fill(state.weights(), 0);
            }
        } else {
            super.linearUpdate(x, delta, layer);
        }
    }

    @Override
    public void inputLinearUpdate(RowSelection rows, float scale, Tensor input, Tensor delta, LayerUpdate layer) {
        if (fault == Fault.INPUT_LINEAR_UPDATE_FORGETS_BIAS) {
            inputLinearGradients(rows, scale, input, delta, layer.gradients());
            updateWeights(layer);
        } else {
            super.inputLinearUpdate(rows, scale, input, delta, layer);
        }
    }

    private void updateWeights(LayerUpdate layer) {
        List<Tensor> state = layer.state().stream().map(LayerTensors::weights).toList();
        update(
                layer.rule(),
                layer.learningRate(),
                layer.parameters().weights(),
                layer.gradients().weights(),
                state);
    }

    private void updateBias(LayerUpdate layer) {
        List<Tensor> state = layer.state().stream().map(LayerTensors::bias).toList();
        update(
                layer.rule(),
                layer.learningRate(),
                layer.parameters().bias(),
                layer.gradients().bias(),
                state);
    }
}
