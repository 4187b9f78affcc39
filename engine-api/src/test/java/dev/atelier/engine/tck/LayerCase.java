package dev.atelier.engine.tck;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One fully connected layer on the device and in double precision: what the fused operations are checked on. */
final class LayerCase {
    private static final float RATE = 0.25f;

    private final Trial t;
    private final int batch;
    private final int inputs;
    private final int outputs;
    private final float[] weights;
    private final float[] bias;

    LayerCase(Trial t, int batch, int inputs, int outputs) {
        this.t = t;
        this.batch = batch;
        this.inputs = inputs;
        this.outputs = outputs;
        this.weights = t.samples().floats(inputs * outputs);
        this.bias = t.samples().floats(outputs);
    }

    /** Puts a special value into the weights, before they are written to the device. */
    LayerCase withSpecialWeight(float special) {
        weights[t.samples().below(weights.length)] = special;
        return this;
    }

    /** Returns the layer's parameters, to be read only. */
    LayerTensors readOnly() {
        return new LayerTensors(t.input("weights", inputs, outputs, weights), t.input("bias", 1, outputs, bias));
    }

    /** Returns {@code [batch][outputs]} gradients with respect to the pre-activations. */
    float[] delta() {
        return t.samples().floats(batch * outputs);
    }

    /** Checks a forward pass over {@code x [batch][inputs]}; only {@code z} and {@code out} are looked at. */
    void verifyForward(Expected x, ActivationFunction function, @Nullable Tensor z, Tensor out) {
        Expected product = DenseOracle.matmul(x.toFloats(), false, weights, false, batch, inputs, outputs);
        for (int i = 0; i < product.size(); i++) {
            // Gathered numbers carry a rounding of their own, one more term of the sum's tolerance each.
            product.set(i, product.value(i), 2 * product.tolerance(i));
        }
        Expected sums = DenseOracle.addBias(product, bias);
        if (z != null) {
            t.verify(z, sums);
        }
        t.verify(out, ActivationOracle.values(function, sums));
    }

    /** Returns the gradient of the pre-activations of the layer before, whose input was {@code before [batch][inputs]}. */
    Expected inputGradient(float[] delta, ActivationFunction function, float[] before) {
        Expected upstream = DenseOracle.matmul(delta, false, weights, true, batch, outputs, inputs);
        return ActivationOracle.gradients(function, before, upstream);
    }

    /** Returns the gradient of the weights. */
    Expected weightGradient(Expected x, float[] delta) {
        Expected gradient = DenseOracle.matmul(x.toFloats(), true, delta, false, inputs, batch, outputs);
        for (int i = 0; i < gradient.size(); i++) {
            gradient.set(i, gradient.value(i), 2 * gradient.tolerance(i));
        }
        return gradient;
    }

    /** Returns the gradient of the bias. */
    Expected biasGradient(float[] delta) {
        return DenseOracle.columnSums(delta, batch, outputs);
    }

    /** Returns room for the layer's gradients. */
    LayerTensors gradients() {
        return new LayerTensors(t.output("weight gradients", inputs, outputs), t.output("bias gradients", 1, outputs));
    }

    /** Returns an update of this layer, whose state starts at zero. */
    LayerUpdate update(UpdateRule rule) {
        LayerTensors parameters =
                new LayerTensors(t.changing("weights", inputs, outputs, weights), t.changing("bias", 1, outputs, bias));
        List<LayerTensors> state = new ArrayList<>();
        for (int s = 0; s < rule.stateTensors(); s++) {
            state.add(new LayerTensors(
                    t.changing("weight state", inputs, outputs, new float[inputs * outputs]),
                    t.changing("bias state", 1, outputs, new float[outputs])));
        }
        Tensor table =
                t.input("rates", rule.coefficientCount(), 2, LearningRate.tableOf(rule, new float[] {0, RATE}, 0));
        LearningRate rate = new LearningRate(table, t.integers("step", 1, 1, 1));
        return new LayerUpdate(rule, rate, parameters, gradients(), state);
    }

    /** Checks one update by the gradients of {@code x} and {@code delta}. */
    void verifyUpdate(LayerUpdate update, Expected x, float[] delta) {
        UpdateOracle ofWeights = new UpdateOracle(update.rule(), weights);
        UpdateOracle ofBias = new UpdateOracle(update.rule(), bias);
        ofWeights.step(weightGradient(x, delta), RATE, 2);
        ofBias.step(biasGradient(delta), RATE, 2);
        t.verify(update.parameters().weights(), ofWeights.parameters());
        t.verify(update.parameters().bias(), ofBias.parameters());
        for (int s = 0; s < update.state().size(); s++) {
            t.verify(update.state().get(s).weights(), ofWeights.state(s));
            t.verify(update.state().get(s).bias(), ofBias.state(s));
        }
    }
}
