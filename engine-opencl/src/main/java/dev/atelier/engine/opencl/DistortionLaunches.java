package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.NdRange;
import dev.atelier.engine.random.Purpose;
import java.util.List;
import java.util.Map;

/** Launches {@code distort.cl}. */
final class DistortionLaunches {
    private static final List<String> FILES = List.of("common", "selection", "philox", "distort");

    /** Work-items that share an image on a GPU: eight rows of 32 pixels at a time, so that a small batch fills the device. */
    private static final int GPU_GROUP = 256;

    private final LaunchTarget target;
    private final int group;

    DistortionLaunches(Preset preset, LaunchTarget target) {
        this.target = target;
        this.group = preset.group() == 1 ? 1 : Math.min(GPU_GROUP, Integer.highestOneBit(preset.maxGroupItems()));
    }

    void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        Map<String, Integer> defines = Map.of(
                "GROUP", group,
                "ROW_MODES", distortion.rowModeCount(),
                "COLUMN_MODES", distortion.columnModeCount(),
                "PURPOSE", Purpose.DISTORTION.code());
        LaunchBuilder launch = new LaunchBuilder(target, KernelVariant.of(FILES, "distort_rows", defines))
                .selection(rows)
                .tensor(distortion.key())
                .tensor(distortion.turns());
        Tensor rowModes = distortion.rowModes();
        Tensor columnModes = distortion.columnModes();
        if (rowModes != null && columnModes != null) {
            launch.tensor(rowModes).tensor(columnModes);
        }
        launch.integer(distortion.scale())
                .integer(distortion.shear())
                .integer(distortion.shift())
                .tensor(out)
                .integer(distortion.height())
                .integer(distortion.width())
                .launch(NdRange.groups(out.rows(), 1, group, 1));
    }
}
