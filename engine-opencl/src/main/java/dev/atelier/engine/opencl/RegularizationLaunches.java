package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.DropoutMask;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.List;
import java.util.Map;

/** Launches the kernels of {@code regularization.cl}. */
final class RegularizationLaunches {
    private static final List<String> FILES = List.of("common", "selection", "philox", "regularization");

    private final Preset preset;
    private final LaunchTarget target;

    RegularizationLaunches(Preset preset, LaunchTarget target) {
        this.preset = preset;
        this.target = target;
    }

    void dropout(Dropout dropout, Tensor x, Tensor out) {
        DropoutMask mask = dropout.mask();
        RowSelection rows = mask.rows();
        start("dropout")
                .tensor(x)
                .tensor(out)
                .integer(x.columns())
                .tensor(rows.order())
                .integer(rows.order().columns())
                .tensor(rows.step())
                .integer(rows.stride())
                .integer(rows.data().rows())
                .tensor(mask.epoch())
                .integer(mask.stream())
                .integer((int) mask.seed())
                .integer((int) (mask.seed() >>> 32))
                .integer(mask.threshold())
                .real(dropout.scale())
                .real(dropout.shift())
                .real(dropout.value())
                .launch(NdRange.covering(
                        (x.columns() + DropoutMask.UNITS - 1L) / DropoutMask.UNITS, x.rows(), preset.items(), 1));
    }

    void clipNorm(Tensor x, Tensor squares, float limit) {
        start("clip_norm")
                .tensor(x)
                .integer(x.size())
                .tensor(squares)
                .real(limit)
                .launch(overAll(x));
    }

    void moveTowards(Tensor average, Tensor source, LearningRate share) {
        start("move_towards")
                .tensor(average)
                .tensor(source)
                .integer(average.size())
                .tensor(share.table())
                .integer(share.table().columns())
                .tensor(share.step())
                .launch(overAll(average));
    }

    private LaunchBuilder start(String kernel) {
        return new LaunchBuilder(target, KernelVariant.of(FILES, kernel, Map.of("VW", preset.vectorWidth())));
    }

    private NdRange overAll(Tensor x) {
        long vectors = ((long) x.size() + preset.vectorWidth() - 1) / preset.vectorWidth();
        return NdRange.covering(vectors, 1, preset.items(), 1);
    }
}
