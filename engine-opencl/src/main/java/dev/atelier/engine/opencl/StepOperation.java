package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An operation of a step that is being recorded: those that fuse with their neighbours, and all others. */
sealed interface StepOperation {
    /** Launches the operation by itself. */
    void launch(OpenClOps ops);

    /** Gathers a batch, and keeps the step's number in the backend's copy where a later launch needs it. */
    record GatherRows(RowSelection rows, float scale, Tensor out, boolean keepStep) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.gatherRows(this);
        }
    }

    /** {@link dev.atelier.engine.backend.Ops#linear}. */
    record Linear(
            Tensor x,
            LayerTensors layer,
            ActivationFunction function,
            @Nullable Tensor z,
            Tensor out) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.linear(x, layer, function, z, out);
        }
    }

    /** {@link dev.atelier.engine.backend.Ops#gatherLabels}. */
    record GatherLabels(RowSelection rows, Tensor out) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.gatherLabels(rows, out);
        }
    }

    /** {@link dev.atelier.engine.backend.Ops#softmaxCrossEntropy}. */
    record CrossEntropy(
            Tensor logits,
            Tensor labels,
            Tensor rowLoss,
            @Nullable Tensor gradient) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.softmaxCrossEntropy(logits, labels, rowLoss, gradient);
        }
    }

    /** A thin layer, its labels and its loss in one launch. */
    record OutputLayer(Linear linear, GatherLabels labels, CrossEntropy loss) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.outputLayer(this);
        }
    }

    /** {@link dev.atelier.engine.backend.Ops#linearInputGradient}. */
    record InputGradient(Tensor delta, Tensor weights, ActivationFunction function, Tensor saved, Tensor out)
            implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.linearInputGradient(delta, weights, function, saved, out);
        }
    }

    /** {@link dev.atelier.engine.backend.Ops#linearUpdate}. */
    record Update(Tensor x, Tensor delta, LayerUpdate layer) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.linearUpdate(x, delta, layer);
        }

        /** Returns every tensor that the update reads or writes. */
        List<Tensor> tensors() {
            List<Tensor> all =
                    new ArrayList<>(List.of(x, delta, layer.learningRate().table()));
            all.addAll(stepped());
            return all;
        }

        /** Returns the tensors that the update may write. */
        List<Tensor> stepped() {
            List<Tensor> all = new ArrayList<>();
            List<LayerTensors> layers = new ArrayList<>(layer.state());
            layers.add(layer.parameters());
            layers.add(layer.gradients());
            for (LayerTensors tensors : layers) {
                all.add(tensors.weights());
                all.add(tensors.bias());
            }
            return all;
        }
    }

    /** The gradient of a thin layer's inputs and the layer's update in one launch. */
    record OutputBackward(InputGradient gradient, Update update) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.outputBackward(this);
        }
    }

    /** {@link dev.atelier.engine.backend.Ops#recordMean}. */
    record RecordMean(Tensor x, Tensor history, Tensor step) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.recordMean(x, history, step);
        }
    }

    /** {@link dev.atelier.engine.backend.Ops#advance}. */
    record Advance(Tensor counter) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.advance(counter);
        }
    }

    /** The mean loss and the count of the step in one launch. */
    record StepEnd(RecordMean mean) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.stepEnd(this);
        }
    }

    /** The last update of a step with the step's end in its launch; it reads the step's number from the backend's copy. */
    record LastUpdate(Update update, StepEnd end) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            ops.lastUpdate(this);
        }
    }

    /** Any other operation. */
    record Other(Consumer<OpenClOps> call) implements StepOperation {
        @Override
        public void launch(OpenClOps ops) {
            call.accept(ops);
        }
    }
}
