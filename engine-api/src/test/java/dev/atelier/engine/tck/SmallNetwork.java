package dev.atelier.engine.tck;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network of two layers with all that its training needs on one device, and its step as operations. */
final class SmallNetwork {
    /** Pixels to numbers from 0 to 1. */
    static final float SCALE = Selection.SCALE;

    /**
     * What a network is.
     *
     * @param crossEntropy softmax cross-entropy, or else the mean squared error from one-hot targets
     */
    record Design(
            int inputs,
            int hidden,
            int classes,
            int batch,
            ActivationFunction function,
            boolean crossEntropy,
            UpdateRule rule) {}

    private final Backend backend;
    private final Design design;
    private final RowSelection rows;
    private final Tensor labels;
    private final Tensor batchLabels;
    private final Tensor input;
    private final @Nullable Tensor z;
    private final Tensor hidden;
    private final Tensor logits;
    private final Tensor targets;
    private final Tensor rowLoss;
    private final Tensor outputDelta;
    private final Tensor hiddenDelta;
    private final Tensor history;
    private final LearningRate rate;
    private final Slab parameters;
    private final Slab gradients;
    private final List<Slab> state = new ArrayList<>();

    /** Allocates a network in a trial and writes its parameters and data. */
    SmallNetwork(Trial t, Design design, NetworkData data) {
        this.backend = t.backend();
        this.design = design;
        int batch = design.batch();
        int samples = data.labels().length;
        int steps = data.rates().length;
        parameters = slab(t, "parameters");
        gradients = slab(t, "gradients");
        for (int s = 0; s < design.rule().stateTensors(); s++) {
            state.add(slab(t, "state " + s));
        }
        for (int part = 0; part < parameters.tensors().size(); part++) {
            backend.write(parameters.tensors().get(part), data.parameters(part));
        }
        rows = new RowSelection(
                t.plain("images", DType.U8, samples, design.inputs()),
                t.plain("order", DType.I32, 1, data.order().length),
                t.plain("step", DType.I32, 1, 1),
                batch);
        labels = t.plain("labels", DType.I32, samples, 1);
        rate = new LearningRate(t.plain("rates", DType.F32, design.rule().coefficientCount(), steps), rows.step());
        history = t.plain("history", DType.F32, 1, steps);
        backend.write(rows.data(), data.pixels());
        backend.write(rows.order(), data.order());
        backend.write(labels, data.labels());
        writeRates(data.rates());
        batchLabels = t.plain("batch labels", DType.I32, batch, 1);
        input = t.plain("input", DType.F32, batch, design.inputs());
        z = design.function().gradientFromOutput() ? null : t.plain("z", DType.F32, batch, design.hidden());
        hidden = t.plain("hidden", DType.F32, batch, design.hidden());
        logits = t.plain("logits", DType.F32, batch, design.classes());
        targets = t.plain("targets", DType.F32, batch, design.classes());
        rowLoss = t.plain("row loss", DType.F32, batch, 1);
        outputDelta = t.plain("output delta", DType.F32, batch, design.classes());
        hiddenDelta = t.plain("hidden delta", DType.F32, batch, design.hidden());
    }

    /** Forward pass, losses and the gradients with respect to the pre-activations. */
    private void propagate(Ops ops) {
        ops.inputLinear(rows, SCALE, input, layer(parameters, 0), design.function(), z, hidden);
        ops.linear(hidden, layer(parameters, 1), NetworkOracle.IDENTITY, null, logits);
        ops.gatherLabels(rows.of(labels), batchLabels);
        if (design.crossEntropy()) {
            ops.softmaxCrossEntropy(logits, batchLabels, rowLoss, outputDelta);
        } else {
            ops.oneHot(batchLabels, targets);
            ops.squaredError(logits, targets, rowLoss, outputDelta);
        }
        ops.recordMean(rowLoss, history, rows.step());
        Tensor saved = z == null ? hidden : z;
        ops.linearInputGradient(outputDelta, layer(parameters, 1).weights(), design.function(), saved, hiddenDelta);
    }

    /** One step of training, with the updates fused into the gradients. */
    void step(Ops ops) {
        propagate(ops);
        ops.linearUpdate(hidden, outputDelta, update(1));
        ops.inputLinearUpdate(rows, SCALE, input, hiddenDelta, update(0));
        ops.advance(rows.step());
    }

    /** The gradients of one batch; nothing is updated. */
    void gradients(Ops ops) {
        propagate(ops);
        ops.linearGradients(hidden, outputDelta, layer(gradients, 1));
        ops.inputLinearGradients(rows, SCALE, input, hiddenDelta, layer(gradients, 0));
    }

    /** One step of training, with one update over all gradients. */
    void stepAtOnce(Ops ops) {
        gradients(ops);
        ops.update(
                design.rule(),
                rate,
                parameters.whole(),
                gradients.whole(),
                state.stream().map(Slab::whole).toList());
        ops.advance(rows.step());
    }

    /** Returns the step's number on the device, which the host may write. */
    Tensor counter() {
        return rows.step();
    }

    /** Writes the learning rates of all steps, the first of which is the run's first. */
    void writeRates(float[] rates) {
        backend.write(rate.table(), LearningRate.tableOf(design.rule(), rates, 0));
    }

    /** Returns the order of the samples on the device, which the host may write. */
    Tensor order() {
        return rows.order();
    }

    /** Reads the losses recorded so far. */
    float[] losses() {
        return read(history);
    }

    /** Reads first weights, first bias, second weights or second bias. */
    float[] parameters(int part) {
        return read(parameters.tensors().get(part));
    }

    /** Reads a part of the gradients, in the order of {@link #parameters(int)}. */
    float[] gradients(int part) {
        return read(gradients.tensors().get(part));
    }

    /** Reads parameters, state and losses, all in one. */
    float[] everything() {
        List<float[]> arrays = new ArrayList<>(List.of(losses()));
        parameters.tensors().forEach(tensor -> arrays.add(read(tensor)));
        state.forEach(slab -> slab.tensors().forEach(tensor -> arrays.add(read(tensor))));
        float[] all = new float[arrays.stream().mapToInt(array -> array.length).sum()];
        int offset = 0;
        for (float[] array : arrays) {
            System.arraycopy(array, 0, all, offset, array.length);
            offset += array.length;
        }
        return all;
    }

    private LayerUpdate update(int number) {
        return new LayerUpdate(
                design.rule(),
                rate,
                layer(parameters, number),
                layer(gradients, number),
                state.stream().map(slab -> layer(slab, number)).toList());
    }

    private static LayerTensors layer(Slab slab, int number) {
        return new LayerTensors(slab.tensors().get(2 * number), slab.tensors().get(2 * number + 1));
    }

    private Slab slab(Trial t, String label) {
        return t.slab(
                label,
                List.of(
                        new Slab.Entry(label + " 0.weight", design.inputs(), design.hidden()),
                        new Slab.Entry(label + " 0.bias", 1, design.hidden()),
                        new Slab.Entry(label + " 1.weight", design.hidden(), design.classes()),
                        new Slab.Entry(label + " 1.bias", 1, design.classes())));
    }

    private float[] read(Tensor tensor) {
        float[] values = new float[tensor.size()];
        backend.read(tensor, values);
        return values;
    }
}
