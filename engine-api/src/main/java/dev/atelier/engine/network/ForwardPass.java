package dev.atelier.engine.network;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.DropoutMask;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.data.DeviceDataset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs batches of one size through a network and computes their losses. */
public final class ForwardPass {
    private final NetworkSpec spec;
    private final ParameterSet parameters;
    private final Loss loss;
    private final DeviceDataset data;
    private final RowSelection features;
    private final RowSelection labels;
    private final @Nullable RowSelection targets;
    private final Activations activations;
    private final float labelSmoothing;
    private final List<Dropout> dropouts = new ArrayList<>();

    /**
     * Prepares the pass.
     *
     * @param arena where the activations are kept
     * @param batch which samples make up a batch: {@link RowSelection#data()} is {@code data}'s features
     * @param size samples of a batch
     * @param training whether a backward pass follows
     */
    public ForwardPass(
            Arena arena,
            NetworkSpec spec,
            ParameterSet parameters,
            Loss loss,
            DeviceDataset data,
            RowSelection batch,
            int size,
            boolean training) {
        this(arena, spec, parameters, loss, data, batch, batch, size, training, Regularization.none());
    }

    /**
     * Prepares the pass of a training step, which may go over other features than those of the data set, such as distorted ones.
     *
     * @param arena where the activations are kept
     * @param batch which samples of {@code data} make up a batch
     * @param input the features of the same samples
     * @param size samples of a batch
     * @param training whether a backward pass follows
     * @param regularization what is dropped and smoothed
     */
    public ForwardPass(
            Arena arena,
            NetworkSpec spec,
            ParameterSet parameters,
            Loss loss,
            DeviceDataset data,
            RowSelection batch,
            RowSelection input,
            int size,
            boolean training,
            Regularization regularization) {
        this.spec = spec;
        this.parameters = parameters;
        this.loss = loss;
        this.data = data;
        this.features = input;
        this.labels = batch.of(data.labels());
        this.targets = data.targets() == null ? null : batch.of(data.targets());
        this.labelSmoothing = (float) regularization.labelSmoothing();
        Tensor epoch = regularization.epoch();
        if (regularization.dropout() > 0 && epoch != null) {
            for (int i = 0; i < spec.layers().size() - 1; i++) {
                DropoutMask mask = new DropoutMask(regularization.dropout(), regularization.seed(), i, labels, epoch);
                dropouts.add(Dropout.suiting(spec.layers().get(i).activation().kind(), mask));
            }
        }
        this.activations = Activations.allocate(arena, spec, loss, size, training, !dropouts.isEmpty());
    }

    /** Enqueues the pass up to the network's outputs. */
    public void run(Ops ops) {
        for (int i = 0; i < spec.layers().size(); i++) {
            ActivationFunction function = spec.layers().get(i).activation();
            Tensor preActivation = activations.preActivations().get(i);
            Tensor output = activations.outputs().get(i);
            if (i == 0) {
                ops.inputLinear(
                        features,
                        data.scale(),
                        activations.input(),
                        parameters.layers().get(0),
                        function,
                        preActivation,
                        output);
            } else {
                ops.linear(activations.passedOn(i - 1), parameters.layers().get(i), function, preActivation, output);
            }
            if (i < dropouts.size()) {
                ops.dropout(dropouts.get(i), output, activations.passedOn(i));
            }
        }
    }

    /**
     * Enqueues the loss of each sample, and its gradient with respect to the outputs.
     *
     * @param gradient F32 {@code [B][classes]}, or null when only the loss is wanted
     */
    public void loss(Ops ops, @Nullable Tensor gradient) {
        Tensor wanted = activations.targets();
        if (wanted != null && targets != null) {
            ops.gatherRows(targets, 1, wanted);
            ops.squaredError(activations.scores(), wanted, activations.rowLoss(), gradient);
            return;
        }
        ops.gatherLabels(labels, activations.labels());
        if (wanted != null) {
            ops.oneHot(activations.labels(), wanted);
            ops.squaredError(activations.scores(), wanted, activations.rowLoss(), gradient);
        } else {
            ops.softmaxCrossEntropy(activations.scores(), activations.labels(), activations.rowLoss(), gradient);
            if (labelSmoothing > 0) {
                ops.smoothLabels(
                        activations.scores(), activations.labels(), labelSmoothing, activations.rowLoss(), gradient);
            }
        }
    }

    /** Returns the network's outputs, F32 {@code [B][classes]}. */
    public Tensor scores() {
        return activations.scores();
    }

    /** Whether targets are classes, and not numbers. */
    public boolean classifies() {
        return targets == null;
    }

    /** Returns the batch's labels, I32 {@code [B][1]}, after {@link #loss}, where targets are classes. */
    public Tensor labels() {
        return activations.labels();
    }

    /** Returns the loss of each sample, F32 {@code [B][1]}, after {@link #loss}. */
    public Tensor rowLoss() {
        return activations.rowLoss();
    }

    /** Returns the loss that {@link #loss} computes. */
    public Loss lossFunction() {
        return loss;
    }

    /** Returns what is dropped of each hidden layer's output; empty without dropout. */
    List<Dropout> dropouts() {
        return dropouts;
    }

    NetworkSpec spec() {
        return spec;
    }

    ParameterSet parameters() {
        return parameters;
    }

    RowSelection features() {
        return features;
    }

    float scale() {
        return data.scale();
    }

    Activations activations() {
        return activations;
    }
}
