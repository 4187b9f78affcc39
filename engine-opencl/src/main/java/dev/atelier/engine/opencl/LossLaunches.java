package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Launches the losses of {@code loss.cl}. */
final class LossLaunches {
    private static final List<String> FILES = List.of("common", "row_loss", "loss");

    private final Preset preset;
    private final LaunchTarget target;

    LossLaunches(Preset preset, LaunchTarget target) {
        this.preset = preset;
        this.target = target;
    }

    /** {@code kernel} of scores against labels or targets, with the gradient where it is wanted. */
    void loss(String kernel, Tensor scores, Tensor truth, Tensor rowLoss, @Nullable Tensor gradient) {
        LaunchBuilder launch = start(kernel, gradient != null)
                .tensor(scores)
                .tensor(truth)
                .tensor(rowLoss)
                .integer(scores.columns())
                .integer(scores.rows());
        if (gradient != null) {
            launch.tensor(gradient);
        }
        launch.launch(NdRange.groups(scores.rows(), 1, preset.group(), 1));
    }

    void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient) {
        LaunchBuilder launch = start("smooth_labels", gradient != null)
                .tensor(logits)
                .tensor(labels)
                .tensor(rowLoss)
                .integer(logits.columns())
                .integer(logits.rows())
                .real(smoothing);
        if (gradient != null) {
            launch.tensor(gradient);
        }
        launch.launch(NdRange.groups(logits.rows(), 1, preset.group(), 1));
    }

    void countCorrect(Tensor scores, Tensor labels, Tensor count) {
        start("count_correct", false)
                .tensor(scores)
                .tensor(labels)
                .tensor(count)
                .integer(scores.columns())
                .integer(scores.rows())
                .launch(NdRange.covering(scores.rows(), 1, preset.items(), 1));
    }

    private LaunchBuilder start(String kernel, boolean gradient) {
        Map<String, Integer> defines =
                Map.of("VW", preset.vectorWidth(), "GROUP", preset.group(), "GRADIENT", gradient ? 1 : 0);
        return new LaunchBuilder(target, KernelVariant.of(FILES, kernel, defines));
    }
}
