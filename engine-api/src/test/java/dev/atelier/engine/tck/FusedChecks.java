package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fused operations of a fully connected layer. */
interface FusedChecks extends Conformance {
    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void linearAgreesWithDouble(ActivationFunction function) {
        forLayers("linear " + function.label(), function.kind(), layer -> {
            Trial t = layer.trial();
            float[] x = t.samples().floats(layer.batch() * layer.inputs());
            for (boolean keep : new boolean[] {true, false}) {
                Tensor z = keep ? t.output("z", layer.batch(), layer.outputs()) : null;
                Tensor out = t.output("out", layer.batch(), layer.outputs());
                t.ops()
                        .linear(
                                t.input("x", layer.batch(), layer.inputs(), x),
                                layer.arithmetic().readOnly(),
                                function,
                                z,
                                out);
                layer.arithmetic().verifyForward(Expected.exactly(x), function, z, out);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void linearInputGradientAgreesWithDouble(ActivationFunction function) {
        forLayers("linearInputGradient " + function.label(), function.kind(), layer -> {
            Trial t = layer.trial();
            float[] delta = layer.arithmetic().delta();
            float[] before = ActivationOracle.inputs(t.samples(), layer.batch() * layer.inputs());
            Tensor out = t.output("out", layer.batch(), layer.inputs());
            t.ops()
                    .linearInputGradient(
                            t.input("delta", layer.batch(), layer.outputs(), delta),
                            layer.arithmetic().readOnly().weights(),
                            function,
                            t.input("saved", layer.batch(), layer.inputs(), ActivationOracle.saved(function, before)),
                            out);
            t.verify(out, layer.arithmetic().inputGradient(delta, function, before));
        });
    }

    @Test
    default void linearGradientsAgreeWithDouble() {
        forLayers("linearGradients", Activation.RELU, layer -> {
            Trial t = layer.trial();
            float[] x = t.samples().floats(layer.batch() * layer.inputs());
            float[] delta = layer.arithmetic().delta();
            LayerTensors gradients = layer.arithmetic().gradients();
            t.ops()
                    .linearGradients(
                            t.input("x", layer.batch(), layer.inputs(), x),
                            t.input("delta", layer.batch(), layer.outputs(), delta),
                            gradients);
            t.verify(gradients.weights(), layer.arithmetic().weightGradient(Expected.exactly(x), delta));
            t.verify(gradients.bias(), layer.arithmetic().biasGradient(delta));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.UpdateChecks#rules")
    default void linearUpdateAgreesWithDouble(UpdateRule rule) {
        forLayers("linearUpdate by " + rule, Activation.IDENTITY, layer -> {
            Trial t = layer.trial();
            float[] x = t.samples().floats(layer.batch() * layer.inputs());
            float[] delta = layer.arithmetic().delta();
            LayerUpdate update = layer.arithmetic().update(rule);
            t.ops()
                    .linearUpdate(
                            t.input("x", layer.batch(), layer.inputs(), x),
                            t.input("delta", layer.batch(), layer.outputs(), delta),
                            update);
            layer.arithmetic().verifyUpdate(update, Expected.exactly(x), delta);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.ActivationChecks#functions")
    default void inputLinearAgreesWithDouble(ActivationFunction function) {
        forLayers("inputLinear " + function.label(), function.kind(), layer -> {
            for (boolean pixels : new boolean[] {true, false}) {
                Trial t = layer.trial();
                Selection selection = layer.selection(pixels);
                boolean keep = pixels || !function.gradientFromOutput();
                Tensor z = keep ? t.output("z", layer.batch(), layer.outputs()) : null;
                Tensor out = t.output("out", layer.batch(), layer.outputs());
                t.ops()
                        .inputLinear(
                                selection.rows(),
                                Selection.SCALE,
                                t.output("input", layer.batch(), layer.inputs()),
                                layer.arithmetic().readOnly(),
                                function,
                                z,
                                out);
                layer.arithmetic().verifyForward(selection.batch(layer.batch(), Selection.SCALE), function, z, out);
            }
        });
    }

    @Test
    default void inputLinearGradientsAgreeWithDouble() {
        forLayers("inputLinear, then inputLinearGradients", Activation.RELU, layer -> {
            for (boolean pixels : new boolean[] {true, false}) {
                Trial t = layer.trial();
                Selection selection = layer.selection(pixels);
                float[] delta = layer.arithmetic().delta();
                LayerTensors gradients = layer.arithmetic().gradients();
                Tensor input = layer.forward(selection);
                t.ops()
                        .inputLinearGradients(
                                selection.rows(),
                                Selection.SCALE,
                                input,
                                t.input("delta", layer.batch(), layer.outputs(), delta),
                                gradients);
                Expected x = selection.batch(layer.batch(), Selection.SCALE);
                t.verify(gradients.weights(), layer.arithmetic().weightGradient(x, delta));
                t.verify(gradients.bias(), layer.arithmetic().biasGradient(delta));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.engine.tck.UpdateChecks#rules")
    default void inputLinearUpdateAgreesWithDouble(UpdateRule rule) {
        forLayers("inputLinear, then inputLinearUpdate by " + rule, Activation.IDENTITY, layer -> {
            for (boolean pixels : new boolean[] {true, false}) {
                Trial t = layer.trial();
                Selection selection = layer.selection(pixels);
                float[] delta = layer.arithmetic().delta();
                LayerUpdate update = layer.arithmetic().update(rule);
                Tensor input = layer.forward(selection);
                t.ops()
                        .inputLinearUpdate(
                                selection.rows(),
                                Selection.SCALE,
                                input,
                                t.input("delta", layer.batch(), layer.outputs(), delta),
                                update);
                layer.arithmetic().verifyUpdate(update, selection.batch(layer.batch(), Selection.SCALE), delta);
            }
        });
    }

    /** What is read for such rows is unspecified; nothing crashes, and nothing is written elsewhere. */
    @Test
    default void firstLayersSurviveRowsBeyondTheOrder() {
        for (boolean pixels : new boolean[] {true, false}) {
            bed().trial("first layer with rows beyond the order's end", t -> {
                int batch = 8;
                LayerCase arithmetic = new LayerCase(t, batch, 7, CLASSES);
                Layer layer = new Layer(t, arithmetic, batch, 7, CLASSES);
                Selection selection = new Selection(t, pixels, 5, 7, batch + 2, batch, 1);
                Tensor input = layer.forward(selection);
                Tensor delta = t.input("delta", batch, CLASSES, arithmetic.delta());
                t.ops().inputLinearGradients(selection.rows(), Selection.SCALE, input, delta, arithmetic.gradients());
                t.ops()
                        .inputLinearUpdate(
                                selection.rows(),
                                Selection.SCALE,
                                input,
                                delta,
                                arithmetic.update(new UpdateRule.Sgd(0)));
                t.backend().synchronize();
            });
        }
    }

    /**
     * A layer's trial.
     *
     * @param arithmetic its parameters and oracle
     */
    record Layer(Trial trial, LayerCase arithmetic, int batch, int inputs, int outputs) {
        /** Makes a data set to draw a batch of this layer from. */
        Selection selection(boolean pixels) {
            return new Selection(trial, pixels, 90, inputs, 2 * batch + 5, batch + 1, 1);
        }

        /** Runs the forward pass that must come before the gradients of a first layer, and returns its batch. */
        Tensor forward(Selection selection) {
            Tensor input = trial.output("input", batch, inputs);
            trial.ops()
                    .inputLinear(
                            selection.rows(),
                            Selection.SCALE,
                            input,
                            arithmetic.readOnly(),
                            Activation.IDENTITY.function(),
                            null,
                            trial.output("out", batch, outputs));
            return input;
        }
    }

    private void forLayers(String promise, Activation kind, Consumer<Layer> body) {
        for (int batch : bed().smallSizes()) {
            for (int[] sides : new int[][] {{1, 1}, {7, 65}, {63, CLASSES}, {65, 64}}) {
                layer(promise, batch, sides[0], sides[1], body);
            }
        }
        layer(promise, bed().batch(), bed().hidden(), CLASSES, body);
        if (kind == Activation.RELU || kind == Activation.GELU) {
            layer(promise, bed().batch(), bed().features(), bed().hidden(), body);
        }
    }

    private void layer(String promise, int batch, int inputs, int outputs, Consumer<Layer> body) {
        bed().trial(promise, t -> {
            LayerCase arithmetic = new LayerCase(t, batch, inputs, outputs);
            body.accept(new Layer(t, arithmetic, batch, inputs, outputs));
        });
    }
}
