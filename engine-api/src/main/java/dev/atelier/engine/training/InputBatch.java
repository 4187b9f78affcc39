package dev.atelier.engine.training;

import dev.atelier.engine.augmentation.Distortions;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a training step sees of its samples: rows of the data set, or distorted copies of them. */
final class InputBatch {
    private final RowSelection samples;
    private final @Nullable Distortions distortions;
    private final RowSelection features;

    /**
     * Makes room for distorted copies, if there are to be any.
     *
     * @param samples the rows of the data set
     * @param size samples of a batch
     */
    InputBatch(Arena arena, RowSelection samples, int size, @Nullable Distortions distortions) {
        this.samples = samples;
        this.distortions = distortions;
        if (distortions == null) {
            this.features = samples;
            return;
        }
        Tensor copies = arena.allocate(
                "distorted features", DType.U8, size, samples.data().columns());
        Tensor inTurn = arena.allocate("distorted order", DType.I32, 1, size);
        arena.backend().write(inTurn, IntStream.range(0, size).toArray());
        this.features = new RowSelection(copies, inTurn, arena.allocate("distorted step", DType.I32, 1, 1), size);
    }

    /** Enqueues the distortion of the step's samples. */
    void distort(Ops ops) {
        if (distortions != null) {
            ops.distortRows(samples, distortions.distortion(), features.data());
        }
    }

    /** Returns the step's features, after {@link #distort}. */
    RowSelection features() {
        return features;
    }
}
