package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Launches the gathers and counters of {@code batch.cl}. */
final class BatchLaunches {
    private static final List<String> FILES = List.of("common", "selection", "batch");

    private final Preset preset;
    private final LaunchTarget target;

    BatchLaunches(Preset preset, LaunchTarget target) {
        this.preset = preset;
        this.target = target;
    }

    /** Gathers rows; {@code keptStep} takes a copy of the step's number where it is given. */
    void gatherRows(RowSelection rows, float scale, Tensor out, @Nullable Buffer keptStep) {
        Map<String, Object> defines = new HashMap<>();
        defines.put("DATA", rows.data().dtype() == DType.U8 ? "uchar" : "float");
        if (keptStep != null) {
            defines.put("KEEP_STEP", 1);
        }
        LaunchBuilder launch = start("gather_rows", defines)
                .selection(rows)
                .real(scale)
                .tensor(out)
                .integer(out.columns());
        if (keptStep != null) {
            launch.buffer(keptStep);
        }
        launch.launch(NdRange.covering(
                (out.columns() + preset.vectorWidth() - 1L) / preset.vectorWidth(), out.rows(), preset.items(), 1));
    }

    void gatherLabels(RowSelection rows, Tensor out) {
        start("gather_labels", Map.of())
                .selection(rows)
                .tensor(out)
                .integer(out.rows())
                .launch(NdRange.covering(out.rows(), 1, preset.items(), 1));
    }

    void oneHot(Tensor labels, Tensor out) {
        start("one_hot", Map.of())
                .tensor(labels)
                .tensor(out)
                .integer(out.columns())
                .launch(NdRange.covering(out.columns(), out.rows(), preset.items(), 1));
    }

    void advance(Tensor counter) {
        start("advance", Map.of()).tensor(counter).launch(NdRange.groups(1, 1, 1, 1));
    }

    private LaunchBuilder start(String kernel, Map<String, Object> defines) {
        Map<String, Object> all = new HashMap<>(defines);
        all.put("VW", preset.vectorWidth());
        return new LaunchBuilder(target, KernelVariant.of(FILES, kernel, all));
    }
}
