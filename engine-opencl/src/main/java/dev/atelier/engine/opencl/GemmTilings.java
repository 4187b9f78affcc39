package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Precision;
import java.util.Map;
import java.util.TreeMap;

/** Says for every product which kernel computes it and with what sizes: by its shape, the preset and the tuning alone. */
final class GemmTilings {
    /** Work-groups for each core without tuning: see {@link GemmTiling#GROUPS_PER_CORE}. */
    static final int GROUPS_PER_CORE = 4;

    /** Vectors of columns that share the packed rows of a transposed operand, where there are so many; the best of 8, 16 and 32. */
    private static final int SHARED_VECTORS = 16;

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
        if (!preset.strips()) {
            return TilePresets.of(preset, shape);
        }
        if (!shape.bucket().isThin()) {
            return strip(preset, shape);
        }
        return shape.transposeA() || shape.transposeB() ? thinProduct(preset) : thinForward(preset);
    }

    /** Returns a tiling of {@code thin_forward.cl} with a row of vectors that is wide enough for all that are thin. */
    private static GemmTiling thinForward(Preset preset) {
        int width = preset.vectorWidth();
        int vectors = (GemmBucket.THIN + width - 1) / width;
        return new GemmTiling(
                GemmKernel.THIN_FORWARD,
                new TreeMap<>(Map.of("VW", width, "RM", preset.registerRows(vectors), "NV", vectors)));
    }

    private static GemmTiling thinProduct(Preset preset) {
        return new GemmTiling(GemmKernel.THIN_PRODUCT, new TreeMap<>(Map.of("VW", preset.vectorWidth())));
    }

    /** Returns the tiling of {@code gemm_strip.cl} that a product has without tuning, if it isn't thin: one of few, since each is a program. */
    static GemmTiling strip(Preset preset, GemmShape shape) {
        int width = preset.vectorWidth();
        int vectors = shape.n() <= width ? 1 : shape.n() <= 2 * width ? 2 : preset.stripVectors();
        int rows = preset.registerRows(vectors);
        if (!shape.transposeA() || vectors < preset.stripVectors()) {
            return strip(width, rows, vectors, 1, preset.stripDepth(), GROUPS_PER_CORE);
        }
        int strips = SHARED_VECTORS / vectors;
        return strip(width, rows, vectors, strips, Math.max(1, preset.stripDepth() / strips), GROUPS_PER_CORE);
    }

    /** Returns a tiling of {@code gemm_strip.cl}. */
    static GemmTiling strip(int vectorWidth, int rows, int vectors, int strips, int depth, int groupsPerCore) {
        return new GemmTiling(
                GemmKernel.GEMM_STRIP,
                new TreeMap<>(Map.of(
                        "VW",
                        vectorWidth,
                        "RM",
                        rows,
                        "NV",
                        vectors,
                        "NS",
                        strips,
                        "TK",
                        depth,
                        GemmTiling.GROUPS_PER_CORE,
                        groupsPerCore)));
    }
}
