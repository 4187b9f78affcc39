package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Launches the sums of {@code reduction.cl}. */
final class ReductionLaunches {
    /** How many chunks a sum over a whole tensor is split into at most; fixed, so that the order of the sum is. */
    static final int MAX_CHUNKS = 256;

    /** Smaller chunks cost more to start than to sum. */
    private static final int MIN_CHUNK = 4096;

    private static final List<String> FILES = List.of("common", "reduction");

    private final Preset preset;
    private final LaunchTarget target;
    private final Buffer partialSums;

    ReductionLaunches(Preset preset, LaunchTarget target, Buffer partialSums) {
        this.preset = preset;
        this.target = target;
        this.partialSums = partialSums;
    }

    void columnSums(Tensor x, Tensor out) {
        start("column_sums", Map.of())
                .tensor(x)
                .tensor(out)
                .integer(x.rows())
                .integer(x.columns())
                .launch(NdRange.covering(
                        (x.columns() + preset.vectorWidth() - 1L) / preset.vectorWidth(), 1, preset.items(), 1));
    }

    /** {@code out = sum x^2}, or {@code sum (x - y)^2}. */
    void sumOfSquares(Tensor x, @Nullable Tensor y, Tensor out) {
        int chunk = Math.max(MIN_CHUNK, (int) (((long) x.size() + MAX_CHUNKS - 1) / MAX_CHUNKS));
        int chunks = (int) (((long) x.size() + chunk - 1) / chunk);
        LaunchBuilder first = start("squares_of_chunks", y == null ? Map.of() : Map.of("DIFFERENCE", 1))
                .tensor(x);
        if (y != null) {
            first.tensor(y);
        }
        first.buffer(partialSums).integer(x.size()).integer(chunk).launch(NdRange.groups(chunks, 1, preset.group(), 1));
        start("sum_of_chunks", Map.of())
                .buffer(partialSums)
                .tensor(out)
                .integer(chunks)
                .launch(NdRange.groups(1, 1, preset.group(), 1));
    }

    /** Records a mean under the step's number; {@code advance} also counts the step. */
    void recordMean(Tensor x, Tensor history, Tensor step, boolean advance) {
        start("record_mean", advance ? Map.of("ADVANCE", 1) : Map.of())
                .tensor(x)
                .integer(x.rows())
                .tensor(history)
                .integer(history.columns())
                .tensor(step)
                .launch(NdRange.groups(1, 1, preset.group(), 1));
    }

    private LaunchBuilder start(String kernel, Map<String, Integer> defines) {
        Map<String, Integer> all = new HashMap<>(defines);
        all.put("VW", preset.vectorWidth());
        all.put("GROUP", preset.group());
        return new LaunchBuilder(target, KernelVariant.of(FILES, kernel, all));
    }
}
