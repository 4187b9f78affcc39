package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.HashMap;
import java.util.Map;

/** Launches matrix products as {@link GemmTilings} has it. */
final class GemmLaunches {
    /** A strip is packed for at least this many register tiles, or packing costs more than it saves. */
    private static final int MIN_TILES_PER_STRIP = 2;

    /** Below that, turning the right operand into vectors costs more than the work-group saves. */
    private static final int MIN_ROWS_PER_GROUP = 16;

    private static final int QUAD = 4;

    private final Preset preset;
    private final GemmTilings tilings;
    private final LaunchTarget target;

    GemmLaunches(Preset preset, GemmTilings tilings, LaunchTarget target) {
        this.preset = preset;
        this.tilings = tilings;
        this.target = target;
    }

    /** Launches {@code op(a) op(b)} with an epilogue; the shapes have been checked. */
    void launch(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Epilogue epilogue) {
        GemmShape shape = GemmShape.of(a, transposeA, b, transposeB);
        GemmTiling tiling = tilings.of(shape);
        Map<String, Object> defines = new HashMap<>(epilogue.defines());
        defines.putAll(tiling.defines());
        if (transposeA) {
            defines.put("TRANSPOSE_A", 1);
        }
        if (transposeB) {
            defines.put("TRANSPOSE_B", 1);
        }
        GemmKernel kernel = tiling.kernel();
        if (epilogue.endsStep()) {
            // The work-items that share the mean loss.
            defines.put("GROUP", kernel.sharesTiles() ? TilePresets.items(tiling) : 1);
        }
        if (kernel == GemmKernel.THIN_PRODUCT) {
            defines.put("THIN", transposeA ? shape.n() : shape.k());
        }
        if (kernel.sharesTiles() && isAligned(shape)) {
            defines.put("ALIGNED", 1);
        }
        LaunchBuilder launch = new LaunchBuilder(target, KernelVariant.of(kernel.files(), kernel.toString(), defines));
        launch.integer(shape.m()).integer(shape.n()).integer(shape.k());
        NdRange range = switch (kernel) {
            case GEMM_STRIP -> strips(launch, shape, tiling);
            case THIN_FORWARD -> NdRange.groups(divideUp(shape.m(), tiling.get("RM")), 1, 1, 1);
            case THIN_PRODUCT -> thinProduct(shape, tiling);
            case GEMM_TILE, GEMM_TENSOR -> tiles(shape, tiling);
        };
        launch.tensor(a).tensor(b);
        epilogue.arguments().accept(launch);
        launch.launch(range);
    }

    /** Binds the rows that strips serve. */
    private NdRange strips(LaunchBuilder launch, GemmShape shape, GemmTiling tiling) {
        int rows = tiling.get("RM");
        int columns = divideUp(shape.n(), tiling.get("NS") * tiling.get("NV") * tiling.get("VW"));
        int tiles = divideUp(shape.m(), rows);
        int wishedBlocks = divideUp(tiling.get(GemmTiling.GROUPS_PER_CORE) * preset.computeUnits(), columns);
        int blocks = Math.max(1, Math.min(wishedBlocks, tiles / MIN_TILES_PER_STRIP));
        int groupRows = divideUp(tiles, blocks) * rows;
        launch.integer(groupRows);
        return NdRange.groups(columns, divideUp(shape.m(), groupRows), 1, 1);
    }

    /** Where there are few vectors of columns, the rows are divided too. */
    private NdRange thinProduct(GemmShape shape, GemmTiling tiling) {
        if (shape.transposeA()) {
            return NdRange.groups(divideUp(shape.m(), tiling.get("VW")), 1, 1, 1);
        }
        int columns = divideUp(shape.n(), tiling.get("VW"));
        int wished = divideUp(GemmTilings.GROUPS_PER_CORE * preset.computeUnits(), columns);
        return NdRange.groups(columns, Math.max(1, Math.min(wished, shape.m() / MIN_ROWS_PER_GROUP)), 1, 1);
    }

    private static NdRange tiles(GemmShape shape, GemmTiling tiling) {
        return NdRange.groups(
                divideUp(shape.n(), TilePresets.columns(tiling)),
                divideUp(shape.m(), TilePresets.rows(tiling)),
                tiling.get("LX"),
                (long) tiling.get("LY") * tiling.get("LZ"));
    }

    /** Whether the rows of both operands and of the result are whole quads, and so begin at multiples of 16 bytes: tensors do. */
    private static boolean isAligned(GemmShape shape) {
        int rowOfA = shape.transposeA() ? shape.m() : shape.k();
        int rowOfB = shape.transposeB() ? shape.k() : shape.n();
        return rowOfA % QUAD == 0 && rowOfB % QUAD == 0 && shape.n() % QUAD == 0;
    }

    private static int divideUp(int value, int divisor) {
        return (int) (((long) value + divisor - 1) / divisor);
    }
}
