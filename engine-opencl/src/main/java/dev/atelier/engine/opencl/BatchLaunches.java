package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.List;
import java.util.Map;

/** Launches the gathers and counters of {@code batch.cl}. */
final class BatchLaunches {
    private static final List<String> FILES = List.of("common", "batch");

    private final Preset preset;
    private final LaunchTarget target;

    BatchLaunches(Preset preset, LaunchTarget target) {
        this.preset = preset;
        this.target = target;
    }

    void gatherRows(RowSelection rows, float scale, Tensor out) {
        String data = rows.data().dtype() == DType.U8 ? "uchar" : "float";
        selection(start("gather_rows", data), rows)
                .real(scale)
                .tensor(out)
                .integer(out.columns())
                .launch(NdRange.covering(
                        (out.columns() + preset.vectorWidth() - 1L) / preset.vectorWidth(),
                        out.rows(),
                        preset.items(),
                        1));
    }

    void gatherLabels(RowSelection rows, Tensor out) {
        selection(start("gather_labels", "uchar"), rows)
                .tensor(out)
                .integer(out.rows())
                .launch(NdRange.covering(out.rows(), 1, preset.items(), 1));
    }

    void oneHot(Tensor labels, Tensor out) {
        start("one_hot", "uchar")
                .tensor(labels)
                .tensor(out)
                .integer(out.columns())
                .launch(NdRange.covering(out.columns(), out.rows(), preset.items(), 1));
    }

    void advance(Tensor counter) {
        start("advance", "uchar").tensor(counter).launch(NdRange.groups(1, 1, 1, 1));
    }

    /** Binds what {@code selected_row} takes, and the data before it. */
    static LaunchBuilder selection(LaunchBuilder launch, RowSelection rows) {
        return launch.tensor(rows.data())
                .integer(rows.data().rows())
                .tensor(rows.order())
                .integer(rows.order().columns())
                .tensor(rows.step())
                .integer(rows.stride());
    }

    private LaunchBuilder start(String kernel, String data) {
        return new LaunchBuilder(
                target, KernelVariant.of(FILES, kernel, Map.of("VW", preset.vectorWidth(), "DATA", data)));
    }
}
