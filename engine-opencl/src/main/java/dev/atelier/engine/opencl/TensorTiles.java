package dev.atelier.engine.opencl;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tilings of {@code gemm_tensor.cl}: those that are computed by without tuning, chosen as {@link TilePresets} does, and those that tuning tries. */
final class TensorTiles {
    /** Work-items and columns in a row of a fragment of sums, and rows of work-items of a warp; the kernel is written for them. */
    private static final int ITEMS_X = 4;

    private static final int VECTOR = 2;
    private static final int WARP_ROWS = 8;

    private static final int FRAGMENT_DEPTH = 8;

    /** Floats between the rows of a tile, see {@code tensor_core.cl}. */
    static final int PADDING = 8;

    private static final int GROUPS_PER_CORE = 2;

    /** Rows of fragments of a warp, columns of fragments, depth, warps on each other, slices. */
    private record Tile(int rows, int columns, int depth, int warps, int slices) {
        GemmTiling tiling(Preset preset) {
            return new GemmTiling(
                    GemmKernel.GEMM_TENSOR,
                    new TreeMap<>(Map.of(
                            "PARTS",
                            TensorCores.parts(preset.precision()),
                            "VW",
                            VECTOR,
                            "RM",
                            2 * rows,
                            "NV",
                            columns,
                            "TK",
                            depth,
                            "LX",
                            ITEMS_X,
                            "LY",
                            WARP_ROWS * warps,
                            "LZ",
                            slices)));
        }
    }

    /** One fragment: what tests run on a simulator. */
    private static final Tile SMALLEST = new Tile(1, 1, 8, 1, 1);

    /** 128 x 64, then 64 x 64, each with four warps. */
    private static final Tile LARGE = new Tile(2, 8, 16, 4, 1);

    private static final Tile MIDDLE = new Tile(2, 8, 16, 2, 2);

    /** 32 x 32, a warp a slice. */
    private static final Tile SMALL = new Tile(2, 4, 32, 1, 4);

    private static final Tile[] CANDIDATES = {
        new Tile(1, 4, 32, 1, 4),
        new Tile(1, 8, 32, 1, 4),
        new Tile(2, 4, 16, 1, 2),
        new Tile(2, 4, 16, 2, 1),
        new Tile(2, 4, 16, 2, 2),
        new Tile(1, 8, 16, 4, 1),
        new Tile(2, 4, 16, 4, 1),
        new Tile(2, 8, 16, 2, 1),
        new Tile(2, 8, 8, 4, 1),
        new Tile(1, 16, 16, 4, 1),
    };

    private TensorTiles() {}

    /** Returns the tiling of a product. */
    static GemmTiling of(Preset preset, GemmShape shape) {
        if (preset.tile() > 0) {
            return SMALLEST.tiling(preset);
        }
        for (Tile tile : new Tile[] {LARGE, MIDDLE}) {
            GemmTiling tiling = tile.tiling(preset);
            if (TilePresets.groups(tiling, shape) >= (long) GROUPS_PER_CORE * preset.computeUnits()) {
                return tiling;
            }
        }
        GemmTiling small = SMALL.tiling(preset);
        int slices = SMALL.slices();
        while (slices > 1 && slices * FRAGMENT_DEPTH >= 2 * shape.k()) {
            slices /= 2;
        }
        if (2 * TilePresets.groups(small, shape) <= preset.computeUnits()) {
            small = small.with("RM", 2);
        }
        return small.with("LZ", slices).with("TK", slices * FRAGMENT_DEPTH);
    }

    /** Returns what tuning tries besides. */
    static List<GemmTiling> candidates(Preset preset) {
        return Arrays.stream(CANDIDATES).map(tile -> tile.tiling(preset)).toList();
    }
}
