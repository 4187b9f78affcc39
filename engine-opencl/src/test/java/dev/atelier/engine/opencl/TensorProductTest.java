package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.backend.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products by fragments, on emulated tensor cores, against double precision. */
class TensorProductTest {
    private static final int[][] SIZES = {
        {16, 8, 8}, {17, 9, 9}, {1, 1, 1}, {7, 65, 7}, {65, 7, 65}, {71, 43, 1037},
    };

    /** Those that the usual tile has the most slices for. */
    private static final int[][] LARGER = {{65, 7, 65}, {71, 43, 1037}};

    /** One fragment, sizes that no fragment divides, sums longer than any tile is deep; in each layout, with the smallest tile and the usual one. */
    @ParameterizedTest
    @CsvSource({"TF32, 4", "TF32, 0", "TF32X3, 4", "TF32X3, 0"})
    void everyLayoutAgreesWithDouble(Precision precision, int tile) {
        try (OpenClBackend backend = TestDevices.emulating(precision, tile)) {
            for (int layout = 0; layout < 4; layout++) {
                for (int[] size : tile == 0 ? LARGER : SIZES) {
                    GemmShape shape = new GemmShape((layout & 1) != 0, (layout & 2) != 0, size[0], size[1], size[2]);
                    GemmTiling tiling = GemmTilings.preset(backend.preset(), shape);
                    assertThat(fault(backend, shape, tiling))
                            .as(tiling.toString())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void everyTileThatTuningTriesAgreesWithDouble() {
        try (OpenClBackend backend = TestDevices.emulating(Precision.TF32X3, 0)) {
            GemmShape shape = new GemmShape(false, false, 71, 43, 1037);
            for (GemmTiling tiling : TensorTiles.candidates(backend.preset())) {
                assertThat(fault(backend, shape, tiling)).as(tiling.toString()).isEmpty();
            }
        }
    }

    private static String fault(OpenClBackend backend, GemmShape shape, GemmTiling tiling) {
        ProductOracle oracle = new ProductOracle(shape, backend.precision());
        backend.use(new GemmTilings(backend.preset(), Map.of(shape.bucket(), tiling)));
        try (Arena arena = backend.arena("product")) {
            Tensor a = matrix(arena, shape.m(), shape.k(), shape.transposeA());
            Tensor b = matrix(arena, shape.k(), shape.n(), shape.transposeB());
            Tensor out = matrix(arena, shape.m(), shape.n(), false);
            backend.write(a, oracle.a());
            backend.write(b, oracle.b());
            backend.ops().fill(out, Float.NaN);
            float[] product = new float[out.size()];
            backend.record(ops -> ops.matmul(a, shape.transposeA(), b, shape.transposeB(), out))
                    .run();
            backend.read(out, product);
            return oracle.fault(product);
        }
    }

    private static Tensor matrix(Arena arena, int rows, int columns, boolean transposed) {
        return arena.allocate("matrix", DType.F32, transposed ? columns : rows, transposed ? rows : columns);
    }
}
