package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.MatrixView;
import dev.atelier.engine.cpu.kernel.Product;
import dev.atelier.engine.cpu.kernel.Scratch;
import dev.atelier.engine.cpu.kernel.TileEpilogue;

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
    static final int ROWS = EIGHT_ROWS ? 8 : 6;

    /** Products that a tile sums before it is stored; 1024 was measured faster than 256, which fits the first-level cache. */
    private static final int DEPTH_BLOCK = 1024;

    /** Rows packed together: with {@link #DEPTH_BLOCK} half a megabyte, for the second-level cache. */
    private static final int ROW_BLOCK = 16 * ROWS;

    /** Columns packed together: with {@link #DEPTH_BLOCK} four megabytes, for the third-level cache. */
    private static final int COLUMN_BLOCK = 1024;

    /** A row-major {@code b} is packed when more rows than this use it. Measured for 1000 columns. */
    private static final int ROWS_TO_PACK_B = 192;

    /** A transposed {@code a} is packed when the sum is deeper than this. Measured for 784 rows and 1000 columns. */
    private static final int DEPTH_TO_PACK_A = 512;

    private VectorProduct() {}

    /** Computes a part of {@code product}. */
    static void multiply(Product product, int rowBegin, int rowEnd, int columnBegin, int columnEnd, Scratch scratch) {
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
        MatrixView b = product.b;
        boolean thin = columnEnd - columnBegin <= LANES;
        boolean rowsInPlace = thin && a.columnStride == 1 && a.rowStride != 1;
        boolean columnsInPlace = a.rowStride == 1 && (thin || product.depth <= DEPTH_TO_PACK_A);
        if (!columnsInPlace) {
            int firstPacked = rowsInPlace ? rowBegin + (rowEnd - rowBegin) / ROWS * ROWS : rowBegin;
            Packing.left(a, depth, deep, rowBegin, firstPacked, rowEnd, scratch);
        }
        float[] left = scratch.left(0);
        for (int column = columnBegin; column < columnEnd; column += WIDE) {
            float[] right = packedB ? scratch.right(0) : b.array;
            int bOffset = packedB ? (column - columnBegin) * deep : b.offset + depth * b.rowStride + column;
            int bStride = packedB ? WIDE : b.rowStride;
            int width = Math.min(WIDE, columnEnd - column);
            for (int row = rowBegin; row < rowEnd; row += ROWS) {
                int height = Math.min(ROWS, rowEnd - row);
                if (columnsInPlace) {
                    int aOffset = a.offset + row + depth * a.columnStride;
                    tile(
                            product,
                            row,
                            height,
                            column,
                            width,
                            depth,
                            deep,
                            a.array,
                            aOffset,
                            a.columnStride,
                            false,
                            right,
                            bOffset,
                            bStride,
                            scratch);
                } else if (rowsInPlace && height == ROWS) {
                    int aOffset = a.offset + row * a.rowStride + depth;
                    tile(
                            product,
                            row,
                            height,
                            column,
                            width,
                            depth,
                            deep,
                            a.array,
                            aOffset,
                            a.rowStride,
                            true,
                            right,
                            bOffset,
                            bStride,
                            scratch);
                } else {
                    int aOffset = (row - rowBegin) * deep;
                    tile(
                            product, row, height, column, width, depth, deep, left, aOffset, ROWS, false, right,
                            bOffset, bStride, scratch);
                }
            }
        }
    }

    private static void tile(
            Product product,
            int row,
            int height,
            int column,
            int width,
            int depth,
            int deep,
            float[] a,
            int aOffset,
            int aStride,
            boolean aByRows,
            float[] b,
            int bOffset,
            int bStride,
            Scratch scratch) {
        boolean accumulate = depth > 0 || product.accumulate;
        float alpha = product.accumulate ? product.alpha : 1;
        float beta = depth == 0 ? product.beta : 1;
        float[] c = product.c.array;
        int cStride = product.c.rowStride;
        int cOffset = product.c.offset + row * cStride + column;
        boolean narrow = width <= LANES;
        if (height == ROWS && (width == WIDE || width == LANES)) {
            compute(
                    narrow,
                    aByRows,
                    deep,
                    a,
                    aOffset,
                    aStride,
                    b,
                    bOffset,
                    bStride,
                    c,
                    cOffset,
                    cStride,
                    accumulate,
                    alpha,
                    beta);
        } else {
            float[] edge = scratch.tile();
            compute(narrow, aByRows, deep, a, aOffset, aStride, b, bOffset, bStride, edge, 0, WIDE, false, 1, 0);
            copyEdge(edge, height, width, c, cOffset, cStride, accumulate, alpha, beta);
        }
        TileEpilogue epilogue = product.epilogue;
        if (epilogue != null && depth + deep == product.depth) {
            epilogue.apply(row, row + height, column, column + width);
        }
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
            boolean accumulate,
            float alpha,
            float beta) {
        if (EIGHT_ROWS) {
            if (!narrow) {
                EightRowTiles.wide(
                        depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, accumulate, alpha, beta);
            } else if (aByRows) {
                EightRowTiles.narrowInPlace(
                        depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, accumulate, alpha, beta);
            } else {
                EightRowTiles.narrow(
                        depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, accumulate, alpha, beta);
            }
        } else {
            if (!narrow) {
                SixRowTiles.wide(
                        depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, accumulate, alpha, beta);
            } else if (aByRows) {
                SixRowTiles.narrowInPlace(
                        depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, accumulate, alpha, beta);
            } else {
                SixRowTiles.narrow(
                        depth, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, accumulate, alpha, beta);
            }
        }
    }

    /** Copies what lies inside the matrix; with the same rounding as the tiles, so that edges do not stand out. */
    private static void copyEdge(
            float[] edge,
            int height,
            int width,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate,
            float alpha,
            float beta) {
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                float sum = edge[i * WIDE + j];
                int target = cOffset + i * cStride + j;
                c[target] = accumulate ? Math.fma(sum, alpha, c[target] * beta) : sum;
            }
        }
    }
}
