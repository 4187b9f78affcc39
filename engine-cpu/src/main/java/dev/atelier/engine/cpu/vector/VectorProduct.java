package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.MatrixView;
import dev.atelier.engine.cpu.kernel.Product;
import dev.atelier.engine.cpu.kernel.Scratch;
import dev.atelier.engine.cpu.kernel.TileEpilogue;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product by register tiles over packed panels (Goto and van de Geijn 2008). A factor is packed only where that
 * pays: a tile takes consecutive rows of {@code a} and consecutive columns of {@code b}, so a transposed {@code a} and a
 * {@code b} that is not can also be read where they lie.
 */
final class VectorProduct {
    private static final int LANES = Lanes.COUNT;

    /** The columns of a full tile. */
    static final int WIDE = 2 * LANES;

    /** Whether there are registers for eight rows: with AVX-512 and on processors other than x86 there are 32. */
    private static final boolean EIGHT_ROWS =
            LANES == 16 || !System.getProperty("os.arch", "").matches("amd64|x86_64|x86|i386");

    /** The rows of a full tile. */
    static final int ROWS = EIGHT_ROWS ? 8 : 5;

    /** Products that a tile sums before it is stored; 1024 was measured faster than 256, which fits the first-level cache. */
    static final int DEPTH_BLOCK = 1024;

    /** Rows packed together: with {@link #DEPTH_BLOCK} half a megabyte, for the second-level cache. */
    private static final int ROW_BLOCK = 16 * ROWS;

    /** Columns packed together: with {@link #DEPTH_BLOCK} four megabytes, for the third-level cache. */
    private static final int COLUMN_BLOCK = 1024;

    /** A row-major {@code b} is packed when more rows than this use it. Measured for 1000 columns. */
    private static final int ROWS_TO_PACK_B = 192;

    /** A transposed {@code a} is packed when the sum is deeper than this. Measured for 784 rows and 1000 columns. */
    private static final int DEPTH_TO_PACK_A = 512;

    /** Up to so many floats of {@code b}, 64 KB, tiles go row by row, and the epilogue gets long pieces of rows. */
    private static final int SMALL_B = 16 * 1024;

    private VectorProduct() {}

    /** Computes a part of {@code product}. */
    static void multiply(Product product, int rowBegin, int rowEnd, int columnBegin, int columnEnd, Scratch scratch) {
        boolean thin = columnEnd - columnBegin == product.columns && ThinProduct.suits(product);
        int row = thin ? ThinProduct.multiply(product, rowBegin, rowEnd, scratch) : rowBegin;
        if (row < rowEnd) {
            multiplyByTiles(product, row, rowEnd, columnBegin, columnEnd, scratch);
        }
    }

    private static void multiplyByTiles(
            Product product, int rowBegin, int rowEnd, int columnBegin, int columnEnd, Scratch scratch) {
        boolean packB = product.b.columnStride != 1 || rowEnd - rowBegin > ROWS_TO_PACK_B;
        int columnBlock = packB ? COLUMN_BLOCK : columnEnd - columnBegin;
        for (int column = columnBegin; column < columnEnd; column += columnBlock) {
            int blockEnd = Math.min(column + columnBlock, columnEnd);
            for (int depth = 0; depth < product.depth; depth += DEPTH_BLOCK) {
                int deep = Math.min(DEPTH_BLOCK, product.depth - depth);
                if (packB) {
                    Packing.right(product.b, depth, deep, column, blockEnd, scratch);
                }
                for (int row = rowBegin; row < rowEnd; row += ROW_BLOCK) {
                    int rowBlockEnd = Math.min(row + ROW_BLOCK, rowEnd);
                    block(product, row, rowBlockEnd, column, blockEnd, depth, deep, packB, scratch);
                }
            }
        }
    }

    private static void block(
            Product product,
            int rowBegin,
            int rowEnd,
            int columnBegin,
            int columnEnd,
            int depth,
            int deep,
            boolean packedB,
            Scratch scratch) {
        MatrixView a = product.a;
        boolean thin = columnEnd - columnBegin <= LANES;
        boolean byRows = thin && a.columnStride == 1 && a.rowStride != 1;
        boolean fewColumns = columnEnd - columnBegin <= ThinProduct.B_STRIDE;
        boolean byColumns = a.rowStride == 1 && (fewColumns || product.depth <= DEPTH_TO_PACK_A);
        int firstPacked = byColumns ? rowEnd : byRows ? rowEnd - (rowEnd - rowBegin) % ROWS : rowBegin;
        Packing.left(a, depth, deep, rowBegin, firstPacked, rowEnd, scratch);
        TileEpilogue epilogue = depth + deep == product.depth ? product.epilogue : null;
        if ((columnEnd - columnBegin) * deep <= SMALL_B) {
            for (int row = rowBegin; row < rowEnd; row += ROWS) {
                for (int column = columnBegin; column < columnEnd; column += WIDE) {
                    tile(
                            product,
                            row,
                            rowBegin,
                            firstPacked,
                            rowEnd,
                            column,
                            columnBegin,
                            columnEnd,
                            depth,
                            deep,
                            packedB,
                            scratch);
                }
                if (epilogue != null) {
                    epilogue.apply(row, Math.min(row + ROWS, rowEnd), columnBegin, columnEnd);
                }
            }
            return;
        }
        for (int column = columnBegin; column < columnEnd; column += WIDE) {
            for (int row = rowBegin; row < rowEnd; row += ROWS) {
                tile(
                        product,
                        row,
                        rowBegin,
                        firstPacked,
                        rowEnd,
                        column,
                        columnBegin,
                        columnEnd,
                        depth,
                        deep,
                        packedB,
                        scratch);
                if (epilogue != null) {
                    epilogue.apply(row, Math.min(row + ROWS, rowEnd), column, Math.min(column + WIDE, columnEnd));
                }
            }
        }
    }

    /** Computes one tile of a block; its rows from {@code firstPacked} on have been packed, the others are read in place. */
    private static void tile(
            Product product,
            int row,
            int rowBegin,
            int firstPacked,
            int rowEnd,
            int column,
            int columnBegin,
            int columnEnd,
            int depth,
            int deep,
            boolean packedB,
            Scratch scratch) {
        MatrixView matrixA = product.a;
        MatrixView matrixB = product.b;
        boolean packedA = row >= firstPacked;
        boolean aByRows = !packedA && matrixA.rowStride != 1;
        float[] a = packedA ? scratch.left(0) : matrixA.array;
        int aOffset = packedA
                ? (row - rowBegin) * deep
                : matrixA.offset + row * matrixA.rowStride + depth * matrixA.columnStride;
        int aStride = packedA ? ROWS : aByRows ? matrixA.rowStride : matrixA.columnStride;
        float[] b = packedB ? scratch.right(0) : matrixB.array;
        int bOffset = packedB ? (column - columnBegin) * deep : matrixB.offset + depth * matrixB.rowStride + column;
        int bStride = packedB ? WIDE : matrixB.rowStride;
        int width = Math.min(WIDE, columnEnd - column);
        int height = Math.min(ROWS, rowEnd - row);
        float[] scales = scales(product, depth, scratch);
        float[] c = product.c.array;
        int cStride = product.c.rowStride;
        int cOffset = product.c.offset + row * cStride + column;
        boolean narrow = width <= LANES;
        if (height == ROWS) {
            compute(narrow, aByRows, deep, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, scales);
            Lanes.clearPadding(c, cOffset, cStride, ROWS, width);
        } else {
            float[] edge = scratch.tile();
            compute(narrow, aByRows, deep, a, aOffset, aStride, b, bOffset, bStride, edge, 0, WIDE, null);
            copyEdge(edge, height, width, c, cOffset, cStride, scales);
        }
    }

    /** Returns what a block from {@code depth} on and what was there before are multiplied by to be added; null to overwrite. */
    static float @Nullable [] scales(Product product, int depth, Scratch scratch) {
        if (depth == 0 && !product.accumulate) {
            return null;
        }
        return scratch.scales(product.accumulate ? product.alpha : 1, depth == 0 ? product.beta : 1);
    }

    private static void compute(
            boolean narrow,
            boolean aByRows,
            int depth,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            float @Nullable [] scales) {
        if (EIGHT_ROWS) {
            if (!narrow) {
                EightRowTiles.wide(depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, scales);
            } else if (aByRows) {
                EightRowTiles.narrowInPlace(
                        depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, scales);
            } else {
                EightRowTiles.narrow(depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, scales);
            }
        } else {
            if (!narrow) {
                FiveRowTiles.wide(depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, scales);
            } else if (aByRows) {
                FiveRowTiles.narrowInPlace(
                        depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, scales);
            } else {
                FiveRowTiles.narrow(depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, scales);
            }
        }
    }

    /** Copies what lies inside the matrix; with the same rounding as the tiles, so that edges do not stand out. */
    private static void copyEdge(
            float[] edge, int height, int width, float[] c, int cOffset, int cStride, float @Nullable [] scales) {
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                float sum = edge[i * WIDE + j];
                int target = cOffset + i * cStride + j;
                c[target] = scales == null ? sum : Math.fma(sum, scales[0], c[target] * scales[1]);
            }
        }
    }
}
