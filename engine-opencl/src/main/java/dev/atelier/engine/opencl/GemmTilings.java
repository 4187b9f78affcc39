package dev.atelier.engine.opencl;

import java.util.Map;
import java.util.TreeMap;

/** Says for every product which kernel computes it and with what sizes: by its shape, the preset and the tuning alone. */
final class GemmTilings {
    private static final int TILE_VECTOR = 4;
    private static final int TILE_ROWS = 4;
    private static final int TILE_DEPTH = 16;
    private static final int LARGE_TILE = 16;
    private static final int SMALL_TILE = 8;

    /** Below two large tiles a core, small tiles keep more cores busy. */
    private static final int LARGE_TILES_PER_CORE = 2;

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
        if (preset.strips()) {
            return strip(
                    preset.vectorWidth(),
                    preset.stripRows(),
                    shape.n() <= preset.vectorWidth() ? 1 : preset.stripVectors(),
                    preset.stripDepth(),
                    GROUPS_PER_CORE);
        }
        int side = preset.tile() > 0 ? preset.tile() : side(preset, shape.m(), shape.n());
        return tile(TILE_VECTOR, TILE_ROWS, 1, TILE_DEPTH, side, side);
    }

    private static int side(Preset preset, int m, int n) {
        long largeTiles = (long) divideUp(m, LARGE_TILE * TILE_ROWS) * divideUp(n, LARGE_TILE * TILE_VECTOR);
        boolean large = preset.maxGroupItems() >= LARGE_TILE * LARGE_TILE
                && largeTiles >= (long) LARGE_TILES_PER_CORE * preset.computeUnits();
        return large ? LARGE_TILE : SMALL_TILE;
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

    /** Returns a tiling of {@code gemm_tile.cl}. */
    static GemmTiling tile(int vectorWidth, int rows, int vectors, int depth, int itemsX, int itemsY) {
        return new GemmTiling(
                GemmKernel.GEMM_TILE,
                new TreeMap<>(
                        Map.of("VW", vectorWidth, "RM", rows, "NV", vectors, "TK", depth, "LX", itemsX, "LY", itemsY)));
    }

    private static int divideUp(int value, int divisor) {
        return (int) (((long) value + divisor - 1) / divisor);
    }
}
