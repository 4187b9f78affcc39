package dev.atelier.engine.opencl;

import java.util.Map;
import java.util.TreeMap;

/**
 * The tilings of {@code gemm_tile.cl} that GPU devices compute by without tuning: the largest tile that still gives every core enough
 * work-groups. At batch 128 the forward product of 784 to 1000 is 128 tiles of 32 x 32, about one for each of a large GPU's cores, and
 * its depth is split so that each of them has eight warps.
 */
final class TilePresets {
    /** Sixteen bytes a work-item, the most that one instruction reads. */
    private static final int VECTOR = 4;

    /** A core hides the wait of one work-group for memory behind the work of another. */
    private static final int GROUPS_PER_CORE = 2;

    /** Work-items of a core below which its multiply-adds wait for each other: eight warps, two for each of a multiprocessor's schedulers. */
    private static final int ITEMS_PER_CORE = 256;

    /** 128 x 128, with 64 sums a work-item; then 64 x 64, with 16. */
    private static final GemmTiling LARGE = tile(VECTOR, 8, 2, 8, 16, 16, 1);

    private static final GemmTiling MIDDLE = tile(VECTOR, 4, 1, 16, 16, 16, 1);

    /** 32 x 32, with 64 work-items a slice. */
    private static final GemmTiling SMALL = tile(VECTOR, 4, 1, 16, 8, 8, 1);

    private static final int DEPTH_OF_SLICES = 32;
    private static final int MOST_SLICES = 4;

    private TilePresets() {}

    /** Returns the tiling of a product. */
    static GemmTiling of(Preset preset, GemmShape shape) {
        if (preset.tile() > 0) {
            return SMALL.with("LX", preset.tile()).with("LY", preset.tile());
        }
        for (GemmTiling tiling : new GemmTiling[] {LARGE, MIDDLE}) {
            if (items(tiling) <= preset.maxGroupItems()
                    && groups(tiling, shape) >= (long) GROUPS_PER_CORE * preset.computeUnits()) {
                return tiling;
            }
        }
        return sliced(preset, shape);
    }

    /** Returns small tiles, halved where there are few, with as many slices as fill the cores. */
    private static GemmTiling sliced(Preset preset, GemmShape shape) {
        long cores = preset.computeUnits();
        GemmTiling tiling = 2 * groups(SMALL, shape) <= cores ? SMALL.with("RM", 2) : SMALL;
        int slices = 1;
        while (slices < MOST_SLICES
                && 2 * slices * items(SMALL) <= preset.maxGroupItems()
                && 2 * slices * DEPTH_OF_SLICES <= shape.k()
                && groups(tiling, shape) * slices * items(SMALL) < cores * ITEMS_PER_CORE) {
            slices *= 2;
        }
        return slices == 1 ? tiling : tiling.with("TK", DEPTH_OF_SLICES).with("LZ", slices);
    }

    /** Returns the work-groups of a product. */
    static long groups(GemmTiling tiling, GemmShape shape) {
        return (long) divideUp(shape.m(), rows(tiling)) * divideUp(shape.n(), columns(tiling));
    }

    /** Returns the rows of a tile of A. */
    static int rows(GemmTiling tiling) {
        return tiling.get("LY") * tiling.get("RM");
    }

    /** Returns the columns of a tile of B. */
    static int columns(GemmTiling tiling) {
        return tiling.get("LX") * tiling.get("NV") * tiling.get("VW");
    }

    /** Returns the work-items of a work-group. */
    static int items(GemmTiling tiling) {
        return tiling.get("LX") * tiling.get("LY") * tiling.get("LZ");
    }

    /** Returns a tiling of {@code gemm_tile.cl}. */
    static GemmTiling tile(int vectorWidth, int rows, int vectors, int depth, int itemsX, int itemsY, int slices) {
        return new GemmTiling(
                GemmKernel.GEMM_TILE,
                new TreeMap<>(Map.of(
                        "VW",
                        vectorWidth,
                        "RM",
                        rows,
                        "NV",
                        vectors,
                        "TK",
                        depth,
                        "LX",
                        itemsX,
                        "LY",
                        itemsY,
                        "LZ",
                        slices)));
    }

    private static int divideUp(int value, int divisor) {
        return (int) (((long) value + divisor - 1) / divisor);
    }
}
