package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.ProductStep;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.List;
import java.util.Map;

/** Launches the kernels of {@code progression}: the same product in steps, from a naive kernel to the backend's own. */
final class Progression {
    /** A work-group of the kernels of one work-item an element: neighbours of a whole warp along its first side. */
    private static final int ELEMENT_GROUP_X = 32;

    private static final int ELEMENT_GROUP_Y = 8;

    /** Work-items along each side of a tile, unless the device's work-groups are smaller. */
    private static final int SIDE = 16;

    private static final int SMALL_SIDE = 8;

    /** Rows and columns of a work-item from step 4 on. */
    private static final int REGISTER_TILE = 4;

    private static final int MIN_VECTOR = 4;
    private static final int STRIP_VECTORS = 2;
    private static final int STRIP_ROWS = 6;

    /** Register tiles that a packed strip serves. */
    private static final int TILES_PER_STRIP = 8;

    private final OpenClBackend backend;
    private final Preset preset;
    private final int side;

    /**
     * How a kernel is launched.
     *
     * @param file of the kernel, in the folder of the progression
     * @param kernel its name
     * @param group work-items of a work-group
     * @param tile elements of the result that a work-group computes
     * @param rowsFirst whether the first coordinate is the row
     * @param defines of the kernel
     */
    private record Launch(
            String file, String kernel, Area group, Area tile, boolean rowsFirst, Map<String, Integer> defines) {
        NdRange range(int m, int n) {
            return NdRange.groups(
                    divideUp(rowsFirst ? m : n, tile.x), divideUp(rowsFirst ? n : m, tile.y), group.x, group.y);
        }
    }

    /** Something along the first and the second coordinate. */
    private record Area(int x, int y) {}

    /**
     * Prepares the launches.
     *
     * @param side work-items along each side of a tile, a multiple of 4
     */
    Progression(OpenClBackend backend, int side) {
        this.backend = backend;
        this.preset = backend.preset();
        this.side = side;
    }

    /** Returns the side that suits a device. */
    static int side(Preset preset) {
        return preset.maxGroupItems() >= SIDE * SIDE ? SIDE : SMALL_SIDE;
    }

    /** Returns the steps, each after the one that it changes; the last is the kernel that this backend uses. */
    List<ProductStep> steps() {
        ProductStep naive = step("1 naive", "", "one work-item an element", elements("1_naive", "naive", true));
        ProductStep rowOrder =
                step("2 row order", naive.name(), "neighbours in a row", elements("2_row_order", "row_order", false));
        ProductStep localTile = step(
                "3 local tile",
                rowOrder.name(),
                "tiles of A and B in local memory",
                tile("3_local_tile", "local_tile", 1));
        ProductStep registerTile = step(
                "4 register tile",
                localTile.name(),
                "4 x 4 elements a work-item",
                tile("4_register_tile", "register_tile", REGISTER_TILE));
        ProductStep vectors = step(
                "5 vectors", registerTile.name(), "four floats at a time", tile("5_vectors", "vectors", REGISTER_TILE));
        ProductStep doubleBuffer = step(
                "6 double buffer",
                vectors.name(),
                "for GPUs: loads run beside the sums",
                tile("6_double_buffer", "double_buffer", REGISTER_TILE));
        ProductStep packedStrip = step("6 packed strip", vectors.name(), "for CPUs: no barriers, B packed", strip());
        String own = preset.strips() ? "7 gemm_strip" : "7 gemm_tile";
        ProductStep production = new ProductStep(
                backend,
                own,
                preset.strips() ? packedStrip.name() : doubleBuffer.name(),
                "the backend's own: sizes by shape",
                (a, b, out) -> backend.record(ops -> ops.matmul(a, false, b, false, out)));
        return List.of(naive, rowOrder, localTile, registerTile, vectors, doubleBuffer, packedStrip, production);
    }

    private ProductStep step(String name, String after, String change, Launch launch) {
        return new ProductStep(backend, name, after, change, (a, b, out) -> plan(launch, a, b, out));
    }

    private Plan plan(Launch launch, Tensor a, Tensor b, Tensor out) {
        KernelVariant variant = KernelVariant.of(List.of("progression/" + launch.file), launch.kernel, launch.defines);
        return backend.plan(target -> new LaunchBuilder(target, variant)
                .integer(out.rows())
                .integer(out.columns())
                .integer(a.columns())
                .tensor(a)
                .tensor(b)
                .tensor(out)
                .launch(launch.range(out.rows(), out.columns())));
    }

    private Launch elements(String file, String kernel, boolean rowsFirst) {
        int y = Math.min(ELEMENT_GROUP_Y, Math.max(1, preset.maxGroupItems() / ELEMENT_GROUP_X));
        Area group = new Area(ELEMENT_GROUP_X, y);
        return new Launch(file, kernel, group, group, rowsFirst, Map.of("LX", ELEMENT_GROUP_X, "LY", y));
    }

    private Launch tile(String file, String kernel, int elements) {
        return new Launch(
                file,
                kernel,
                new Area(side, side),
                new Area(side * elements, side * elements),
                false,
                kernel.equals("register_tile") ? Map.of("LX", side, "LY", side) : Map.of("SIDE", side));
    }

    private Launch strip() {
        int width = Math.max(MIN_VECTOR, preset.vectorWidth());
        int tileRows = preset.stripRows() > 0 ? preset.stripRows() : STRIP_ROWS;
        int rows = TILES_PER_STRIP * tileRows;
        return new Launch(
                "6_packed_strip",
                "packed_strip",
                new Area(1, 1),
                new Area(STRIP_VECTORS * width, rows),
                false,
                Map.of("VW", width, "RM", tileRows, "ROWS", rows));
    }

    private static int divideUp(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}
