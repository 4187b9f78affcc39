package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises operations of a recorded step that one launch can do. The fused kernels sum in the same order and round in the same
 * places as those of the single operations, so that a plan gives the same bits as its calls.
 *
 * <p>The work-groups of one launch run in any order, and so operations fuse only where none of them writes what another group still
 * reads; the tensors that a caller passes decide that.
 */
final class StepFusion {
    private StepFusion() {}

    /** Returns the step with fewer operations. */
    static List<StepOperation> fuse(List<StepOperation> step) {
        List<StepOperation> fused = new ArrayList<>();
        for (StepOperation operation : step) {
            fused.add(operation);
            // What was fused may fuse again with what came before it.
            boolean again = true;
            while (again) {
                again = fuseLast(fused);
            }
        }
        return fused;
    }

    private static boolean fuseLast(List<StepOperation> step) {
        int size = step.size();
        StepOperation last = step.get(size - 1);
        StepOperation before = size > 1 ? step.get(size - 2) : null;
        StepOperation fused = null;
        int replaced = 2;
        if (last instanceof StepOperation.CrossEntropy loss && before instanceof StepOperation.GatherLabels labels) {
            fused = size > 2 ? outputLayer(step.get(size - 3), labels, loss) : null;
            replaced = 3;
        } else if (last instanceof StepOperation.Update update
                && before instanceof StepOperation.InputGradient gradient) {
            fused = outputBackward(gradient, update);
        } else if (last instanceof StepOperation.Advance advance && before instanceof StepOperation.RecordMean mean) {
            fused = mean.step() == advance.counter() ? new StepOperation.StepEnd(mean) : null;
        } else if (last instanceof StepOperation.StepEnd end && before instanceof StepOperation.Update update) {
            fused = lastUpdate(step.subList(0, size - 2), update, end);
        }
        if (fused == null) {
            return false;
        }
        step.subList(size - replaced, size).clear();
        step.add(fused);
        return true;
    }

    private static @Nullable StepOperation outputLayer(
            StepOperation first, StepOperation.GatherLabels labels, StepOperation.CrossEntropy loss) {
        if (!(first instanceof StepOperation.Linear linear)
                || linear.out() != loss.logits()
                || labels.out() != loss.labels()
                || !ThinLaunches.fits(linear.out().columns())) {
            return null;
        }
        List<Tensor> read = List.of(
                linear.x(),
                linear.layer().weights(),
                linear.layer().bias(),
                labels.rows().data(),
                labels.rows().order(),
                labels.rows().step());
        List<Tensor> written = new ArrayList<>(List.of(labels.out(), loss.rowLoss(), linear.out()));
        if (loss.gradient() != null) {
            written.add(loss.gradient());
        }
        if (linear.z() != null) {
            written.add(linear.z());
        }
        return disjoint(read, written) ? new StepOperation.OutputLayer(linear, labels, loss) : null;
    }

    private static @Nullable StepOperation outputBackward(
            StepOperation.InputGradient gradient, StepOperation.Update update) {
        boolean fits = gradient.delta() == update.delta()
                && gradient.weights() == update.layer().parameters().weights()
                && ThinLaunches.fits(gradient.weights().columns())
                && disjoint(List.of(gradient.out()), update.tensors())
                && disjoint(List.of(gradient.saved()), update.stepped());
        return fits ? new StepOperation.OutputBackward(gradient, update) : null;
    }

    /** Lets the last update end the step: it then reads the step's number from a copy that the gather of the step's rows makes. */
    private static @Nullable StepOperation lastUpdate(
            List<StepOperation> earlier, StepOperation.Update update, StepOperation.StepEnd end) {
        Tensor counter = end.mean().step();
        LayerUpdate layer = update.layer();
        if (layer.learningRate().step() != counter
                || ThinLaunches.fits(layer.parameters().weights().columns())
                || !disjoint(List.of(end.mean().x(), end.mean().history(), counter), update.tensors())) {
            return null;
        }
        for (int i = earlier.size() - 1; i >= 0; i--) {
            StepOperation operation = earlier.get(i);
            if (operation instanceof StepOperation.GatherRows rows
                    && rows.rows().step() == counter) {
                earlier.set(i, new StepOperation.GatherRows(rows.rows(), rows.scale(), rows.out(), true));
                return new StepOperation.LastUpdate(update, end);
            }
            if (mayWrite(operation, counter)) {
                return null;
            }
        }
        return null;
    }

    /** Whether an operation may write an integer that steps are counted by. */
    private static boolean mayWrite(StepOperation operation, Tensor counter) {
        if (operation instanceof StepOperation.GatherLabels labels) {
            return labels.out() == counter;
        }
        if (operation instanceof StepOperation.OutputLayer layer) {
            return layer.labels().out() == counter;
        }
        return operation instanceof StepOperation.Other
                || operation instanceof StepOperation.Advance
                || operation instanceof StepOperation.StepEnd
                || operation instanceof StepOperation.LastUpdate;
    }

    private static boolean disjoint(Collection<Tensor> some, Collection<Tensor> others) {
        for (Tensor one : some) {
            for (Tensor other : others) {
                if (((OpenClTensor) one).overlaps((OpenClTensor) other)) {
                    return false;
                }
            }
        }
        return true;
    }
}
