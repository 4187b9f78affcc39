package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.DropoutMask;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.UpdateRule;
import java.util.List;
import java.util.stream.Stream;

/** Every operation of the SPI once, on a layer of a given size. */
final class Catalogue {
    private static final ActivationFunction FUNCTION = Activation.GELU.function();
    private static final UpdateRule RULE = new UpdateRule.Momentum(0.9f, true, 0.01f);
    private static final int SAMPLES = 40;
    private static final int STEPS = 3;

    private final int batch;
    private final int inputs;
    private final int outputs;

    Catalogue(int batch, int inputs, int outputs) {
        this.batch = batch;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** Returns every operation. */
    List<Operation> operations() {
        return Stream.of(dense(), elementwise(), losses(), regularization(), batches(), fused())
                .flatMap(List::stream)
                .toList();
    }

    private List<Operation> dense() {
        return List.of(
                new Operation("matmul")
                        .floats("a", inputs, batch)
                        .floats("b", outputs, inputs)
                        .floats("out", batch, outputs)
                        .calls((ops, t) -> ops.matmul(t.of("a"), true, t.of("b"), true, t.of("out"))),
                new Operation("addBias")
                        .floats("x", batch, outputs)
                        .free("rows")
                        .floats("bias", 1, outputs)
                        .calls((ops, t) -> ops.addBias(t.of("x"), t.of("bias"))),
                new Operation("columnSums")
                        .floats("x", batch, outputs)
                        .free("rows")
                        .floats("out", 1, outputs)
                        .calls((ops, t) -> ops.columnSums(t.of("x"), t.of("out"))));
    }

    private List<Operation> elementwise() {
        return List.of(
                new Operation("activate")
                        .floats("x", batch, outputs)
                        .floats("out", batch, outputs)
                        .calls((ops, t) -> ops.activate(FUNCTION, t.of("x"), t.of("out"))),
                new Operation("activationGradient")
                        .floats("saved", batch, outputs)
                        .floats("upstream", batch, outputs)
                        .floats("out", batch, outputs)
                        .calls((ops, t) ->
                                ops.activationGradient(FUNCTION, t.of("saved"), t.of("upstream"), t.of("out"))),
                new Operation("fill")
                        .floats("x", batch, outputs)
                        .free("rows columns")
                        .refusing(DType.U8)
                        .calls((ops, t) -> ops.fill(t.of("x"), 0.5f)),
                new Operation("copy")
                        .floats("source", batch, outputs)
                        .floats("target", batch, outputs)
                        .calls((ops, t) -> ops.copy(t.of("source"), t.of("target"))),
                new Operation("sumOfSquares")
                        .floats("x", batch, outputs)
                        .free("rows columns")
                        .floats("out", 1, 1)
                        .calls((ops, t) -> ops.sumOfSquares(t.of("x"), t.of("out"))),
                new Operation("squaredDistance")
                        .floats("a", batch, outputs)
                        .floats("b", batch, outputs)
                        .floats("out", 1, 1)
                        .calls((ops, t) -> ops.squaredDistance(t.of("a"), t.of("b"), t.of("out"))),
                rate(new Operation("update")
                                .floats("parameters", inputs, outputs)
                                .floats("gradients", inputs, outputs)
                                .floats("state", inputs, outputs))
                        .calls((ops, t) -> ops.update(
                                RULE, rate(t), t.of("parameters"), t.of("gradients"), List.of(t.of("state")))));
    }

    private List<Operation> losses() {
        return List.of(
                new Operation("softmaxCrossEntropy")
                        .floats("logits", batch, outputs)
                        .integers("labels", batch, 1, outputs)
                        .floats("rowLoss", batch, 1)
                        .floats("gradient", batch, outputs)
                        .calls((ops, t) -> ops.softmaxCrossEntropy(
                                t.of("logits"), t.of("labels"), t.of("rowLoss"), t.of("gradient"))),
                new Operation("squaredError")
                        .floats("predictions", batch, outputs)
                        .floats("targets", batch, outputs)
                        .floats("rowLoss", batch, 1)
                        .floats("gradient", batch, outputs)
                        .calls((ops, t) -> ops.squaredError(
                                t.of("predictions"), t.of("targets"), t.of("rowLoss"), t.of("gradient"))),
                new Operation("countCorrect")
                        .floats("scores", batch, outputs)
                        .free("columns")
                        .integers("labels", batch, 1, outputs)
                        .integers("count", 1, 1, 100)
                        .calls((ops, t) -> ops.countCorrect(t.of("scores"), t.of("labels"), t.of("count"))));
    }

    private List<Operation> regularization() {
        return List.of(
                new Operation("smoothLabels")
                        .floats("logits", batch, outputs)
                        .integers("labels", batch, 1, outputs)
                        .floats("rowLoss", batch, 1)
                        .floats("gradient", batch, outputs)
                        .calls((ops, t) -> ops.smoothLabels(
                                t.of("logits"), t.of("labels"), 0.1f, t.of("rowLoss"), t.of("gradient"))),
                new Operation("dropout")
                        .floats("x", batch, outputs)
                        .floats("out", batch, outputs)
                        .integers("order", 1, STEPS * batch, batch)
                        .free("columns")
                        .integers("step", 1, 1, STEPS)
                        .integers("epoch", 1, 1, 100)
                        .calls((ops, t) -> ops.dropout(dropout(t), t.of("x"), t.of("out"))),
                new Operation("clipNorm")
                        .floats("x", batch, outputs)
                        .free("rows columns")
                        .floats("squares", 1, 1)
                        .calls((ops, t) -> ops.clipNorm(t.of("x"), t.of("squares"), 0.01f)),
                rate(new Operation("moveTowards")
                                .floats("target", batch, outputs)
                                .floats("source", batch, outputs))
                        .calls((ops, t) -> ops.moveTowards(t.of("target"), t.of("source"), rate(t))));
    }

    private Dropout dropout(Operation.Tensors t) {
        RowSelection rows = new RowSelection(t.of("x"), t.of("order"), t.of("step"), batch);
        return Dropout.plain(new DropoutMask(0.5, 1, 0, rows, t.of("epoch")));
    }

    private List<Operation> batches() {
        return List.of(
                rows(new Operation("gatherRows"))
                        .floats("out", batch, inputs)
                        .free("rows")
                        .calls((ops, t) -> ops.gatherRows(rows(t), Selection.SCALE, t.of("out"))),
                distortion(rows(new Operation("distortRows")))
                        .calls((ops, t) -> ops.distortRows(rows(t), distortion(t), t.of("out"))),
                order(new Operation("gatherLabels")
                                .integers("data", SAMPLES, 1, 100)
                                .free("rows"))
                        .integers("out", batch, 1, 100)
                        .free("rows")
                        .calls((ops, t) -> ops.gatherLabels(rows(t), t.of("out"))),
                new Operation("oneHot")
                        .integers("labels", batch, 1, outputs)
                        .floats("out", batch, outputs)
                        .free("columns")
                        .calls((ops, t) -> ops.oneHot(t.of("labels"), t.of("out"))),
                new Operation("recordMean")
                        .floats("x", batch, 1)
                        .free("rows")
                        .floats("history", 1, STEPS)
                        .free("columns")
                        .integers("step", 1, 1, STEPS)
                        .calls((ops, t) -> ops.recordMean(t.of("x"), t.of("history"), t.of("step"))),
                new Operation("advance")
                        .integers("counter", 1, 1, 100)
                        .calls((ops, t) -> ops.advance(t.of("counter"))));
    }

    private List<Operation> fused() {
        return List.of(
                forward(layer(new Operation("linear").floats("x", batch, inputs), ""))
                        .calls((ops, t) -> ops.linear(t.of("x"), t.layer(""), FUNCTION, t.of("z"), t.of("out"))),
                forward(layer(input(rows(new Operation("inputLinear"))), "")).calls(this::inputLinear),
                new Operation("linearInputGradient")
                        .floats("delta", batch, outputs)
                        .floats("weights", inputs, outputs)
                        .floats("saved", batch, inputs)
                        .floats("out", batch, inputs)
                        .calls((ops, t) -> ops.linearInputGradient(
                                t.of("delta"), t.of("weights"), FUNCTION, t.of("saved"), t.of("out"))),
                layer(delta(new Operation("linearGradients").floats("x", batch, inputs)), "gradient ")
                        .calls((ops, t) -> ops.linearGradients(t.of("x"), t.of("delta"), t.layer("gradient "))),
                layer(
                                delta(input(rows(new Operation("inputLinearGradients")
                                        .floats("scratch", batch, outputs)
                                        .free("rows columns")))),
                                "gradient ")
                        .after(this::gather)
                        .calls((ops, t) -> ops.inputLinearGradients(
                                rows(t), Selection.SCALE, t.of("input"), t.of("delta"), t.layer("gradient "))),
                update(delta(new Operation("linearUpdate").floats("x", batch, inputs)))
                        .calls((ops, t) -> ops.linearUpdate(t.of("x"), t.of("delta"), update(t))),
                update(delta(input(rows(new Operation("inputLinearUpdate")
                                .floats("scratch", batch, outputs)
                                .free("rows columns")))))
                        .after(this::gather)
                        .calls((ops, t) -> ops.inputLinearUpdate(
                                rows(t), Selection.SCALE, t.of("input"), t.of("delta"), update(t))));
    }

    private Operation rows(Operation operation) {
        return order(operation.bytes("data", SAMPLES, inputs).free("rows"));
    }

    /** Images of one row: their width alone must fit. */
    private Operation distortion(Operation operation) {
        return operation
                .integers("turns", 2, Distortion.TURNS, 1 << 16)
                .floats("row modes", 2, 1)
                .free("rows")
                .floats("column modes", 3, inputs)
                .free("rows")
                .integers("key", 1, Distortion.KEY_WORDS, 1000)
                .bytes("out", batch, inputs)
                .free("rows");
    }

    private Distortion distortion(Operation.Tensors t) {
        return new Distortion(
                1,
                inputs,
                1 << 12,
                1 << 12,
                1 << 16,
                t.of("turns"),
                t.of("row modes"),
                t.of("column modes"),
                t.of("key"));
    }

    private Operation order(Operation operation) {
        return operation
                .integers("order", 1, STEPS * batch, SAMPLES)
                .free("columns")
                .integers("step", 1, 1, STEPS);
    }

    private Operation rate(Operation operation) {
        return operation.floats("rates", 1, STEPS).free("columns").integers("rate step", 1, 1, STEPS);
    }

    private Operation input(Operation operation) {
        return operation.floats("input", batch, inputs).unspecified();
    }

    private Operation delta(Operation operation) {
        return operation.floats("delta", batch, outputs);
    }

    private Operation forward(Operation operation) {
        return operation.floats("z", batch, outputs).floats("out", batch, outputs);
    }

    private Operation layer(Operation operation, String prefix) {
        return operation.floats(prefix + "weights", inputs, outputs).floats(prefix + "bias", 1, outputs);
    }

    private Operation update(Operation operation) {
        operation.floats("gradient weights", inputs, outputs).unspecified();
        operation.floats("gradient bias", 1, outputs).unspecified();
        return rate(layer(layer(operation, "parameter "), "state "));
    }

    private RowSelection rows(Operation.Tensors t) {
        return new RowSelection(t.of("data"), t.of("order"), t.of("step"), batch);
    }

    private static LearningRate rate(Operation.Tensors t) {
        return new LearningRate(t.of("rates"), t.of("rate step"));
    }

    private static LayerUpdate update(Operation.Tensors t) {
        return new LayerUpdate(RULE, rate(t), t.layer("parameter "), t.layer("gradient "), List.of(t.layer("state ")));
    }

    private void inputLinear(Ops ops, Operation.Tensors t) {
        ops.inputLinear(rows(t), Selection.SCALE, t.of("input"), t.layer(""), FUNCTION, t.of("z"), t.of("out"));
    }

    /** Runs the forward pass that must come before; the gradients' room lends its weights. */
    private void gather(Ops ops, Operation.Tensors t) {
        ops.inputLinear(
                rows(t),
                Selection.SCALE,
                t.of("input"),
                t.layer("gradient "),
                Activation.IDENTITY.function(),
                null,
                t.of("scratch"));
    }
}
