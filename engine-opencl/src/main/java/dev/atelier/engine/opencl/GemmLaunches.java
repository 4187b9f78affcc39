package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Launches matrix products: chooses the kernel and its sizes for a shape. */
final class GemmLaunches {
    /** Work-groups for each core, so that the last to finish keeps few others waiting. */
    private static final int GROUPS_PER_CORE = 4;

    /** A strip is packed for at least this many register tiles, or packing costs more than it saves. */
    private static final int MIN_TILES_PER_STRIP = 2;

    private static final int TILE_VECTOR = 4;
    private static final int TILE_ROWS = 4;
    private static final int LARGE_TILE = 16;
    private static final int SMALL_TILE = 8;

    /** Below two large tiles a core, small tiles keep more cores busy. */
    private static final int LARGE_TILES_PER_CORE = 2;

    private static final List<String> FOUNDATION = List.of("common", "activation", "update_rule", "epilogue");

    private final Preset preset;
    private final LaunchTarget target;

    GemmLaunches(Preset preset, LaunchTarget target) {
        this.preset = preset;
        this.target = target;
    }

    /** Launches {@code op(a) op(b)} with an epilogue; the shapes have been checked. */
    void launch(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Epilogue epilogue) {
        int m = transposeA ? a.columns() : a.rows();
        int k = transposeA ? a.rows() : a.columns();
        int n = transposeB ? b.rows() : b.columns();
        Map<String, Object> defines = new HashMap<>(epilogue.defines());
        if (transposeA) {
            defines.put("TRANSPOSE_A", 1);
        }
        if (transposeB) {
            defines.put("TRANSPOSE_B", 1);
        }
        if (preset.strips()) {
            strips(a, b, m, n, k, defines, epilogue);
        } else {
            tiles(a, b, m, n, k, defines, epilogue);
        }
    }

    private void strips(Tensor a, Tensor b, int m, int n, int k, Map<String, Object> defines, Epilogue epilogue) {
        int vectors = n <= preset.vectorWidth() ? 1 : preset.stripVectors();
        int rows = preset.stripRows();
        defines.put("VW", preset.vectorWidth());
        defines.put("NV", vectors);
        defines.put("RM", rows);
        defines.put("TK", preset.stripDepth());
        int strips = divideUp(n, vectors * preset.vectorWidth());
        int tiles = divideUp(m, rows);
        int wishedBlocks = divideUp(GROUPS_PER_CORE * preset.computeUnits(), strips);
        int blocks = Math.max(1, Math.min(wishedBlocks, tiles / MIN_TILES_PER_STRIP));
        int groupRows = divideUp(tiles, blocks) * rows;
        LaunchBuilder launch =
                start("gemm_strip", defines).integer(m).integer(n).integer(k).integer(groupRows);
        finish(launch, a, b, epilogue, NdRange.groups(strips, divideUp(m, groupRows), 1, 1));
    }

    private void tiles(Tensor a, Tensor b, int m, int n, int k, Map<String, Object> defines, Epilogue epilogue) {
        int side = preset.tile() > 0 ? preset.tile() : side(m, n);
        defines.put("VW", TILE_VECTOR);
        defines.put("RM", TILE_ROWS);
        defines.put("LX", side);
        defines.put("LY", side);
        LaunchBuilder launch = start("gemm_tile", defines).integer(m).integer(n).integer(k);
        NdRange range = NdRange.groups(divideUp(n, side * TILE_VECTOR), divideUp(m, side * TILE_ROWS), side, side);
        finish(launch, a, b, epilogue, range);
    }

    private int side(int m, int n) {
        long largeTiles = (long) divideUp(m, LARGE_TILE * TILE_ROWS) * divideUp(n, LARGE_TILE * TILE_VECTOR);
        boolean large = preset.maxGroupItems() >= LARGE_TILE * LARGE_TILE
                && largeTiles >= (long) LARGE_TILES_PER_CORE * preset.computeUnits();
        return large ? LARGE_TILE : SMALL_TILE;
    }

    private LaunchBuilder start(String kernel, Map<String, Object> defines) {
        List<String> files = new ArrayList<>(FOUNDATION);
        files.add(kernel);
        return new LaunchBuilder(target, KernelVariant.of(files, kernel, defines));
    }

    private static void finish(LaunchBuilder launch, Tensor a, Tensor b, Epilogue epilogue, NdRange range) {
        launch.tensor(a).tensor(b);
        epilogue.arguments().accept(launch);
        launch.launch(range);
    }

    private static int divideUp(int value, int divisor) {
        return (int) (((long) value + divisor - 1) / divisor);
    }
}
