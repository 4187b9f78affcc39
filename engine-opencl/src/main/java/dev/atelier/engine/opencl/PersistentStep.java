package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import java.util.List;

/**
 * A whole training step of a classifier with one hidden layer, as {@code persistent.cl} does it.
 *
 * @param rows selects the batch out of the resident data
 * @param scale what its elements are multiplied by
 * @param hidden the first layer
 * @param output the output layer with its labels and its loss
 * @param outputUpdate the step of the output layer
 * @param hiddenUpdate the step of the first layer
 * @param mean where the batch's mean loss goes
 */
record PersistentStep(
        RowSelection rows,
        float scale,
        StepOperation.Linear hidden,
        StepOperation.OutputLayer output,
        LayerUpdate outputUpdate,
        LayerUpdate hiddenUpdate,
        StepOperation.RecordMean mean) {
    private static final int GATHER = 0;
    private static final int HIDDEN = 1;
    private static final int OUTPUT = 2;
    private static final int BACKWARD = 3;
    private static final int UPDATE = 4;
    private static final int END = 5;

    /**
     * Recognises a step.
     *
     * @param fused what {@link StepFusion#fuse} made of it
     * @throws IllegalArgumentException if it is another one
     */
    static PersistentStep of(List<StepOperation> fused) {
        if (fused.size() > UPDATE
                && fused.get(GATHER) instanceof StepOperation.GatherRows gather
                && fused.get(HIDDEN) instanceof StepOperation.Linear hidden
                && fused.get(OUTPUT) instanceof StepOperation.OutputLayer output
                && fused.get(BACKWARD) instanceof StepOperation.OutputBackward backward) {
            StepOperation.Update update = null;
            StepOperation.RecordMean mean = null;
            if (fused.size() == END && fused.get(UPDATE) instanceof StepOperation.LastUpdate last) {
                update = last.update();
                mean = last.end().mean();
            } else if (fused.size() == END + 1
                    && fused.get(UPDATE) instanceof StepOperation.Update layer
                    && fused.get(END) instanceof StepOperation.StepEnd end) {
                update = layer;
                mean = end.mean();
            }
            if (update != null && mean != null && isOneStep(gather, hidden, output, backward, update, mean)) {
                return new PersistentStep(
                        gather.rows(),
                        gather.scale(),
                        hidden,
                        output,
                        backward.update().layer(),
                        update.layer(),
                        mean);
            }
        }
        throw new IllegalArgumentException("one launch can do many steps of a network with one hidden layer, at most "
                + "32 classes and the cross-entropy alone, without dropout, clipping and averages");
    }

    /** Whether each operation takes what the one before it gives, and all of them count the same steps. */
    private static boolean isOneStep(
            StepOperation.GatherRows gather,
            StepOperation.Linear hidden,
            StepOperation.OutputLayer output,
            StepOperation.OutputBackward backward,
            StepOperation.Update update,
            StepOperation.RecordMean mean) {
        StepOperation.Linear scores = output.linear();
        StepOperation.InputGradient gradient = backward.gradient();
        RowSelection rows = gather.rows();
        RowSelection labels = output.labels().rows();
        boolean forward = hidden.x() == gather.out()
                && scores.x() == hidden.out()
                && scores.function().kind() == Activation.IDENTITY;
        Tensor saved = hidden.function().gradientFromOutput() ? hidden.out() : hidden.z();
        boolean back = gradient.delta() == output.loss().gradient()
                && gradient.saved() == saved
                && gradient.function().equals(hidden.function())
                && backward.update().x() == hidden.out()
                && backward.update().layer().parameters().equals(scores.layer())
                && update.x() == gather.out()
                && update.delta() == gradient.out()
                && update.layer().parameters().equals(hidden.layer());
        boolean counted = labels.order() == rows.order()
                && labels.step() == rows.step()
                && labels.stride() == rows.stride()
                && labels.data().rows() == rows.data().rows()
                && mean.x() == output.loss().rowLoss()
                && mean.step() == rows.step()
                && update.layer().learningRate().step() == rows.step()
                && update.layer()
                        .learningRate()
                        .equals(backward.update().layer().learningRate())
                && update.layer().rule().equals(backward.update().layer().rule());
        return forward && back && counted;
    }

    /** Returns the samples of a step. */
    int batch() {
        return hidden.out().rows();
    }

    /** Returns the network's inputs. */
    int inputs() {
        return rows.data().columns();
    }

    /** Returns the hidden units. */
    int width() {
        return hidden.out().columns();
    }

    /** Returns the network's outputs. */
    int classes() {
        return output.linear().out().columns();
    }
}
