package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.PlainKernels;
import dev.atelier.engine.cpu.kernel.Product;
import dev.atelier.engine.cpu.kernel.Scratch;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of whole numbers, which are exact in any order of the sums. */
class ProductKernelsTest {
    /** Rows, columns and depth round the sizes of vectors, tiles, and the blocks that are treated together. */
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {3, 7, 8},
        {4, 15, 9},
        {5, 16, 7},
        {9, 17, 16},
        {17, 33, 25},
        {8, 512, 17},
        {3, 513, 129},
        {2, 1030, 128},
        {40, 10, 127},
        {5, 65, 260},
        {9, 7, 1025}
    };

    static Stream<Kernels> kernels() {
        return PaddedRows.kernels();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void productsAreExactInEveryLayout(Kernels kernels) {
        for (int[] shape : SHAPES) {
            for (int layout = 0; layout < 4; layout++) {
                boolean sparse = shape[0] % 2 == layout % 2;
                check(kernels, shape[0], shape[1], shape[2], (layout & 1) != 0, (layout & 2) != 0, sparse);
            }
        }
    }

    private static void check(
            Kernels kernels, int rows, int columns, int depth, boolean transposeA, boolean transposeB, boolean sparse) {
        Random random = new Random(rows * 31L + columns * 7L + depth);
        PaddedRows a = transposeA ? new PaddedRows(depth, rows) : new PaddedRows(rows, depth);
        a.fill((i, j) -> sparse && random.nextInt(4) > 0 ? 0 : random.nextInt(17) - 8);
        PaddedRows b =
                (transposeB ? new PaddedRows(columns, depth) : new PaddedRows(depth, columns)).integers(random, 8);
        PaddedRows before = new PaddedRows(rows, columns).integers(random, 8);
        for (boolean accumulate : new boolean[] {false, true}) {
            PaddedRows c = before.copy();
            int[][] visits = new int[rows][columns];
            Product product = product(rows, columns, depth, a, transposeA, b, transposeB, c);
            product.accumulate = accumulate;
            product.alpha = 0.5f;
            product.beta = -2;
            product.skipZeros = sparse;
            product.epilogue = (rowBegin, rowEnd, columnBegin, columnEnd) -> {
                for (int i = rowBegin; i < rowEnd; i++) {
                    for (int j = columnBegin; j < columnEnd; j++) {
                        visits[i][j]++;
                    }
                }
            };
            kernels.multiply(product, 0, rows, 0, columns, new Scratch());
            String what = kernels.description() + ": " + rows + " x " + columns + " x " + depth
                    + (transposeA ? ", a'" : "") + (transposeB ? ", b'" : "") + (accumulate ? ", accumulated" : "");
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int k = 0; k < depth; k++) {
                        sum += (double) (transposeA ? a.get(k, i) : a.get(i, k))
                                * (transposeB ? b.get(j, k) : b.get(k, j));
                    }
                    double expected = accumulate ? 0.5 * sum - 2 * before.get(i, j) : sum;
                    if (c.get(i, j) != expected || visits[i][j] != 1) {
                        fail(
                                "%s: [%d][%d] is %s, expected %s, and had %d epilogues",
                                what, i, j, c.get(i, j), expected, visits[i][j]);
                    }
                }
            }
            c.assertEdgesAreKept(what);
        }
    }

    private static Product product(
            int rows,
            int columns,
            int depth,
            PaddedRows a,
            boolean transposeA,
            PaddedRows b,
            boolean transposeB,
            PaddedRows c) {
        Product product = new Product();
        product.rows = rows;
        product.columns = columns;
        product.depth = depth;
        product.a.set(a.floats, PaddedRows.OFFSET, a.stride, transposeA);
        product.b.set(b.floats, PaddedRows.OFFSET, b.stride, transposeB);
        product.c.set(c.floats, PaddedRows.OFFSET, c.stride, false);
        return product;
    }

    /** As threads share it. */
    @ParameterizedTest
    @MethodSource("kernels")
    void aPartOfAProductLeavesTheRestAlone(Kernels kernels) {
        int rows = 4 * kernels.rowStep();
        int columns = 4 * kernels.columnStep();
        int depth = 19;
        Random random = new Random(11);
        PaddedRows a = new PaddedRows(rows, depth).integers(random, 8);
        PaddedRows b = new PaddedRows(depth, columns).integers(random, 8);
        PaddedRows whole = new PaddedRows(rows, columns);
        kernels.multiply(product(rows, columns, depth, a, false, b, false, whole), 0, rows, 0, columns, new Scratch());
        PaddedRows part = new PaddedRows(rows, columns);
        int rowBegin = kernels.rowStep();
        int rowEnd = 3 * kernels.rowStep();
        int columnBegin = kernels.columnStep();
        int columnEnd = 3 * kernels.columnStep();
        Product product = product(rows, columns, depth, a, false, b, false, part);
        kernels.multiply(product, rowBegin, rowEnd, columnBegin, columnEnd, new Scratch());
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                boolean inside = i >= rowBegin && i < rowEnd && j >= columnBegin && j < columnEnd;
                if (part.get(i, j) != (inside ? whole.get(i, j) : 0)) {
                    fail("[%d][%d] is %s", i, j, part.get(i, j));
                }
            }
        }
    }

    @Test
    void plainProductsDoNotTouchWhatAZeroIsMultipliedBy() {
        PaddedRows a = new PaddedRows(2, 3).fill((i, j) -> j == 1 ? 0 : 2);
        PaddedRows b = new PaddedRows(3, 5).fill((i, j) -> i == 1 ? Float.NaN : 3);
        PaddedRows c = new PaddedRows(2, 5);
        Product product = product(2, 5, 3, a, false, b, false, c);
        product.skipZeros = true;
        new PlainKernels().multiply(product, 0, 2, 0, 5, new Scratch());
        c.copy().fill((i, j) -> {
            assertThat(c.get(i, j)).isEqualTo(12);
            return 0;
        });
        product.skipZeros = false;
        new PlainKernels().multiply(product, 0, 2, 0, 5, new Scratch());
        assertThat(c.get(0, 0)).isNaN();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void sparseTilesAreExact(Kernels kernels) {
        int rows = kernels.sparseRows();
        int columns = kernels.sparseColumns();
        if (rows == 0) {
            assertThat(columns).isZero();
            assertThatThrownBy(() -> kernels.sparseTile(
                            new float[0], new int[0], 0, 0, new float[0], 0, new float[0], 0, 0, false, 1, 0))
                    .isInstanceOf(UnsupportedOperationException.class);
            return;
        }
        Random random = new Random(5);
        int depth = 23;
        PaddedRows b = new PaddedRows(depth, 2 * columns).integers(random, 8);
        float[] values = new float[(depth + 3) * rows];
        int[] indices = new int[depth + 3];
        for (int e = 0; e < indices.length; e++) {
            indices[e] = b.index(e % depth, 0);
            for (int r = 0; r < rows; r++) {
                values[e * rows + r] = random.nextInt(17) - 8;
            }
        }
        for (boolean accumulate : new boolean[] {false, true}) {
            PaddedRows before = new PaddedRows(rows, columns).integers(random, 8);
            PaddedRows c = before.copy();
            kernels.sparseTile(
                    values,
                    indices,
                    2,
                    9,
                    b.floats,
                    columns,
                    c.floats,
                    PaddedRows.OFFSET,
                    c.stride,
                    accumulate,
                    0.5f,
                    -2);
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int e = 2; e < 9; e++) {
                        sum += (double) values[e * rows + r] * b.floats[indices[e] + columns + j];
                    }
                    double expected = accumulate ? 0.5 * sum - 2 * before.get(r, j) : sum;
                    if (c.get(r, j) != expected) {
                        fail("[%d][%d] is %s, expected %s", r, j, c.get(r, j), expected);
                    }
                }
            }
            c.assertEdgesAreKept("sparse tile");
        }
    }
}
