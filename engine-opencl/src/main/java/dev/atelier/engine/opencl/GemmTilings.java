package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Precision;
import java.util.Map;
import java.util.TreeMap;

/** Says for every product which kernel computes it and with what sizes: by its shape, the preset and the tuning alone. */
final class GemmTilings {
    private static final int GROUPS_PER_CORE = 4;

    private final Preset preset;
    private final Map<GemmBucket, GemmTiling> tuned;

    /** Makes the choice; what is not in {@code tuned} is computed as the preset has it. */
    GemmTilings(Preset preset, Map<GemmBucket, GemmTiling> tuned) {
        this.preset = preset;
        this.tuned = Map.copyOf(tuned);
    }

    /** Returns how a product is to be computed. */
    GemmTiling of(GemmShape shape) {
        GemmTiling tiling = tuned.get(shape.bucket());
        return tiling == null ? preset(preset, shape) : tiling;
    }

    /** Returns how a product is computed without tuning. */
    static GemmTiling preset(Preset preset, GemmShape shape) {
        if (preset.precision() != Precision.FP32) {
            return TensorTiles.of(preset, shape);
        }
        if (preset.strips()) {
            return strip(
                    preset.vectorWidth(),
                    preset.stripRows(),
                    shape.n() <= preset.vectorWidth() ? 1 : preset.stripVectors(),
                    preset.stripDepth(),
                    GROUPS_PER_CORE);
        }
        return TilePresets.of(preset, shape);
    }

    /** Returns a tiling of {@code gemm_strip.cl}. */
    static GemmTiling strip(int vectorWidth, int rows, int vectors, int depth, int groupsPerCore) {
        return new GemmTiling(
                GemmKernel.GEMM_STRIP,
                new TreeMap<>(Map.of(
                        "VW",
                        vectorWidth,
                        "RM",
                        rows,
                        "NV",
                        vectors,
                        "TK",
                        depth,
                        GemmTiling.GROUPS_PER_CORE,
                        groupsPerCore)));
    }
}
