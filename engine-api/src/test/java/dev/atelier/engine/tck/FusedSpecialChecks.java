package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * NaN, infinity, huge and tiny numbers come out of fused operations as IEEE 754 arithmetic has it.
 *
 * <p>A backend may skip the zero pixels of a U8 data set; what zero times NaN or infinity gives is not asked there.
 */
interface FusedSpecialChecks extends Conformance {
    /** The shape of the layer that is looked at. */
    int BATCH = 7;

    /** Inputs of the layer. */
    int INPUTS = 65;

    /** A rule with all options. */
    UpdateRule RULE = new UpdateRule.Momentum(0.9f, true, 0.01f);

    @Test
    default void forwardPassesKeepNaNAndInfinity() {
        for (float special : SpecialValues.all()) {
            for (Activation kind : List.of(Activation.IDENTITY, Activation.RELU, Activation.GELU, Activation.SIGMOID)) {
                ActivationFunction function = kind.function();
                layer("linear " + function.label() + " with a special input", special, false, (t, layer) -> {
                    float[] x = SpecialValues.inject(t.samples(), t.samples().floats(BATCH * INPUTS), special);
                    Tensor out = t.output("out", BATCH, CLASSES);
                    t.ops().linear(t.input("x", BATCH, INPUTS, x), layer.readOnly(), function, null, out);
                    layer.verifyForward(Expected.exactly(x), function, null, out);
                });
                layer("linear " + function.label() + " with a special weight", special, true, (t, layer) -> {
                    float[] x = t.samples().floats(BATCH * INPUTS);
                    Tensor out = t.output("out", BATCH, CLASSES);
                    Tensor z = t.output("z", BATCH, CLASSES);
                    t.ops().linear(t.input("x", BATCH, INPUTS, x), layer.readOnly(), function, z, out);
                    layer.verifyForward(Expected.exactly(x), function, z, out);
                });
                layer("inputLinear " + function.label() + " with a special weight", special, true, (t, layer) -> {
                    Selection selection = Selection.ofInk(t, INPUTS, BATCH);
                    Tensor out = t.output("out", BATCH, CLASSES);
                    Tensor input = t.output("input", BATCH, INPUTS);
                    t.ops()
                            .inputLinear(
                                    selection.rows(), Selection.SCALE, input, layer.readOnly(), function, null, out);
                    layer.verifyForward(selection.batch(BATCH, Selection.SCALE), function, null, out);
                });
            }
        }
    }

    @Test
    default void backwardPassesKeepNaNAndInfinity() {
        for (float special : SpecialValues.all()) {
            layer("linearInputGradient", special, false, (t, layer) -> {
                float[] delta = SpecialValues.inject(t.samples(), layer.delta(), special);
                float[] before = t.samples().floats(BATCH * INPUTS);
                ActivationFunction relu = Activation.RELU.function();
                Tensor out = t.output("out", BATCH, INPUTS);
                t.ops()
                        .linearInputGradient(
                                t.input("delta", BATCH, CLASSES, delta),
                                layer.readOnly().weights(),
                                relu,
                                t.input("saved", BATCH, INPUTS, ActivationOracle.saved(relu, before)),
                                out);
                t.verify(out, layer.inputGradient(delta, relu, before));
            });
            layer("linearGradients", special, false, (t, layer) -> {
                float[] delta = SpecialValues.inject(t.samples(), layer.delta(), special);
                float[] x = t.samples().floats(BATCH * INPUTS);
                LayerTensors gradients = layer.gradients();
                t.ops()
                        .linearGradients(
                                t.input("x", BATCH, INPUTS, x), t.input("delta", BATCH, CLASSES, delta), gradients);
                t.verify(gradients.weights(), layer.weightGradient(Expected.exactly(x), delta));
                t.verify(gradients.bias(), layer.biasGradient(delta));
            });
            layer("inputLinearGradients", special, false, (t, layer) -> {
                float[] delta = SpecialValues.inject(t.samples(), layer.delta(), special);
                Selection selection = Selection.ofInk(t, INPUTS, BATCH);
                LayerTensors gradients = layer.gradients();
                t.ops()
                        .inputLinearGradients(
                                selection.rows(),
                                Selection.SCALE,
                                forward(t, layer, selection),
                                t.input("delta", BATCH, CLASSES, delta),
                                gradients);
                Expected x = selection.batch(BATCH, Selection.SCALE);
                t.verify(gradients.weights(), layer.weightGradient(x, delta));
                t.verify(gradients.bias(), layer.biasGradient(delta));
            });
        }
    }

    @Test
    default void fusedUpdatesKeepNaNAndInfinity() {
        for (float special : SpecialValues.all()) {
            layer("linearUpdate", special, false, (t, layer) -> {
                float[] delta = SpecialValues.inject(t.samples(), layer.delta(), special);
                float[] x = t.samples().floats(BATCH * INPUTS);
                LayerUpdate update = layer.update(RULE);
                t.ops().linearUpdate(t.input("x", BATCH, INPUTS, x), t.input("delta", BATCH, CLASSES, delta), update);
                layer.verifyUpdate(update, Expected.exactly(x), delta);
            });
            layer("inputLinearUpdate", special, false, (t, layer) -> {
                float[] delta = SpecialValues.inject(t.samples(), layer.delta(), special);
                Selection selection = Selection.ofInk(t, INPUTS, BATCH);
                LayerUpdate update = layer.update(RULE);
                t.ops()
                        .inputLinearUpdate(
                                selection.rows(),
                                Selection.SCALE,
                                forward(t, layer, selection),
                                t.input("delta", BATCH, CLASSES, delta),
                                update);
                layer.verifyUpdate(update, selection.batch(BATCH, Selection.SCALE), delta);
            });
        }
    }

    /** What is done with a layer. */
    @FunctionalInterface
    interface LayerTrial {
        void run(Trial t, LayerCase layer);
    }

    private void layer(String promise, float special, boolean inWeights, LayerTrial body) {
        bed().trial(promise + ": " + special, t -> {
            LayerCase layer = new LayerCase(t, BATCH, INPUTS, CLASSES);
            body.run(t, inWeights ? layer.withSpecialWeight(special) : layer);
        });
    }

    private static Tensor forward(Trial t, LayerCase layer, Selection selection) {
        Tensor input = t.output("input", BATCH, INPUTS);
        t.ops()
                .inputLinear(
                        selection.rows(),
                        Selection.SCALE,
                        input,
                        layer.readOnly(),
                        Activation.IDENTITY.function(),
                        null,
                        t.output("out", BATCH, CLASSES));
        return input;
    }
}
