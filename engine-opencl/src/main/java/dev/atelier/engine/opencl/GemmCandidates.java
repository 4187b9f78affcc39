package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Precision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What tuning tries: the products, and a short list of tilings for each, the preset's always the first. */
final class GemmCandidates {
    /** The usual batch, half of it, and one as large as evaluation has; see {@link GemmBucket} for what each stands for. */
    private static final List<Integer> BATCHES = List.of(128, 64, 500);

    private static final int INPUTS = 784;
    private static final int HIDDEN = 1000;
    private static final int CLASSES = 10;

    /** A square product that takes long enough to be worth it on any device, and not too long on a CPU. */
    private static final int SQUARE = 2048;

    /** Floats of local memory that every GPU has for a work-group: 32 KiB. */
    private static final int GPU_LOCAL_FLOATS = 8192;

    /** Floats between the rows of a tile of A, see {@code tile.cl}. */
    private static final int TILE_PADDING = 4;

    private static final int TILE_VECTOR = 4;

    /** Lists of a dozen: with 0.5 s to compile one, three layouts stay below a minute. */
    private static final int[][] TILES = {
        // RM, NV, TK, LX, LY, LZ
        {4, 1, 16, 8, 8, 1},
        {2, 1, 16, 8, 8, 1},
        {4, 1, 16, 8, 8, 2},
        {4, 1, 32, 8, 8, 4},
        {2, 1, 32, 8, 8, 4},
        {2, 1, 32, 8, 16, 2},
        {4, 1, 16, 16, 8, 1},
        {4, 1, 16, 16, 16, 1},
        {4, 1, 16, 16, 16, 2},
        {8, 1, 16, 16, 8, 1},
        {8, 2, 8, 8, 8, 1},
        {8, 2, 16, 8, 16, 1},
        {8, 2, 8, 16, 16, 1},
    };

    private GemmCandidates() {}

    /** Returns the products that are tuned, the most frequent first: forward, input gradient and weight gradient of each layer. */
    static List<GemmShape> shapes() {
        List<GemmShape> shapes = new ArrayList<>();
        for (int batch : BATCHES) {
            shapes.add(new GemmShape(false, false, batch, HIDDEN, INPUTS));
            shapes.add(new GemmShape(true, false, INPUTS, HIDDEN, batch));
            shapes.add(new GemmShape(false, false, batch, CLASSES, HIDDEN));
            shapes.add(new GemmShape(false, true, batch, HIDDEN, CLASSES));
            shapes.add(new GemmShape(true, false, HIDDEN, CLASSES, batch));
        }
        shapes.add(new GemmShape(false, false, SQUARE, SQUARE, SQUARE));
        return shapes;
    }

    /** Returns the tilings to try for a product; the first is what computes it without tuning. */
    static List<GemmTiling> of(Preset preset, GemmShape shape) {
        Set<GemmTiling> candidates = new LinkedHashSet<>();
        candidates.add(GemmTilings.preset(preset, shape));
        candidates.addAll(others(preset, shape));
        return List.copyOf(candidates);
    }

    private static List<GemmTiling> others(Preset preset, GemmShape shape) {
        if (preset.precision() != Precision.FP32) {
            return TensorTiles.candidates(preset);
        }
        return preset.strips() ? strips(preset, shape) : tiles(preset);
    }

    private static List<GemmTiling> strips(Preset preset, GemmShape shape) {
        GemmTiling standard = GemmTilings.strip(preset, shape);
        int depth = standard.get("TK");
        int rows = standard.get("RM");
        List<GemmTiling> candidates = new ArrayList<>();
        for (int groups : new int[] {1, 2, 8}) {
            candidates.add(standard.with(GemmTiling.GROUPS_PER_CORE, groups));
        }
        if (shape.n() <= 2 * preset.vectorWidth()) {
            // Few columns: the vectors that cover them with the fewest lanes over.
            int half = Math.max(4, preset.vectorWidth() / 2);
            candidates.add(standard.with("NV", 1).with("RM", 2 * rows));
            candidates.add(standard.with("VW", half).with("NV", Math.min(4, (shape.n() + half - 1) / half)));
            candidates.add(standard.with("VW", half)
                    .with("NV", Math.min(4, (shape.n() + half - 1) / half))
                    .with("RM", 4));
        } else {
            candidates.add(standard.with("NV", 3).with("RM", 4));
            candidates.add(standard.with("NV", 1).with("RM", 2 * rows));
            candidates.add(standard.with("NV", 4).with("RM", 4));
            candidates.add(standard.with("NV", 2).with("RM", 8));
        }
        if (shape.transposeA()) {
            candidates.add(standard.with("NS", 1));
            candidates.add(standard.with("NS", 2 * standard.get("NS")));
        }
        candidates.add(standard.with("RM", rows - 2));
        candidates.add(standard.with("RM", rows + 2));
        candidates.add(standard.with("TK", Math.max(1, depth / 2)));
        candidates.add(standard.with("TK", Math.max(1, depth / 4)));
        int room = preset.stripDepth() * preset.stripVectors() * preset.vectorWidth();
        candidates.replaceAll(candidate -> {
            int columns = candidate.get("NS") * candidate.get("NV") * candidate.get("VW");
            return candidate.with("TK", Math.max(1, Math.min(candidate.get("TK"), room / columns)));
        });
        if (GemmKernel.THIN_FORWARD.suits(shape.bucket())) {
            GemmTiling thin = GemmTilings.preset(preset, shape);
            candidates.add(thin.with("RM", Math.max(1, thin.get("RM") / 2)));
            candidates.add(thin.with("RM", 2 * thin.get("RM")));
        }
        return candidates;
    }

    private static List<GemmTiling> tiles(Preset preset) {
        List<GemmTiling> candidates = new ArrayList<>();
        for (int[] tile : TILES) {
            GemmTiling tiling = TilePresets.tile(TILE_VECTOR, tile[0], tile[1], tile[2], tile[3], tile[4], tile[5]);
            if (localFloats(tiling) <= GPU_LOCAL_FLOATS && TilePresets.items(tiling) <= preset.maxGroupItems()) {
                candidates.add(tiling);
            }
        }
        return candidates;
    }

    /** Returns the local memory of a work-group: two pairs of tiles, and in their place what slices add up. */
    private static int localFloats(GemmTiling tiling) {
        int rows = TilePresets.rows(tiling);
        int columns = TilePresets.columns(tiling);
        int pairs = 2 * tiling.get("TK") * (rows + TILE_PADDING + columns);
        return Math.max(pairs, tiling.get("LZ") * rows * columns);
    }
}
