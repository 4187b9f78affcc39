package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.MatrixView;
import dev.atelier.engine.cpu.kernel.Product;
import dev.atelier.engine.cpu.kernel.Scratch;
import dev.atelier.engine.cpu.kernel.TileEpilogue;
import org.jspecify.annotations.Nullable;

/** Products of so few columns that packing a factor would cost more than the product. */
final class ThinProduct {
    /** The distance between rows of the right factor, and the most columns. */
    static final int B_STRIDE = 16;

    private static final int LANES = Lanes.COUNT;

    private ThinProduct() {}

    /** Whether {@link #multiply} can compute this product. */
    static boolean suits(Product product) {
        boolean byRows = product.a.columnStride == 1;
        boolean byColumns = product.a.rowStride == 1;
        return product.columns <= B_STRIDE
                && product.b.columnStride == 1
                && product.b.rowStride == B_STRIDE
                && product.c.rowStride >= B_STRIDE
                && ((LANES == B_STRIDE && (byRows || byColumns)) || (2 * LANES == B_STRIDE && byRows));
    }

    /** Computes rows of {@code product}, all columns of them; returns the first row that is left, fewer than a tile has. */
    static int multiply(Product product, int rowBegin, int rowEnd, Scratch scratch) {
        MatrixView a = product.a;
        MatrixView c = product.c;
        TileEpilogue epilogue = product.epilogue;
        boolean byRows = a.columnStride == 1 && a.rowStride != 1;
        int rows = LANES < B_STRIDE
                ? ThinPairTiles.ROWS
                : byRows ? ThinTiles.ROWS_OF_ROW_MAJOR : ThinTiles.ROWS_OF_TRANSPOSED;
        int row = rowBegin;
        for (; row + rows <= rowEnd; row += rows) {
            int target = c.offset + row * c.rowStride;
            // In the blocks of all other products, so that rows which are left to those round alike.
            for (int depth = 0; depth < product.depth; depth += VectorProduct.DEPTH_BLOCK) {
                int deep = Math.min(VectorProduct.DEPTH_BLOCK, product.depth - depth);
                tile(product, byRows, row, target, depth, deep, VectorProduct.scales(product, depth, scratch));
            }
            Lanes.clearPadding(c.array, target, c.rowStride, rows, product.columns);
            if (epilogue != null) {
                epilogue.apply(row, row + rows, 0, product.columns);
            }
        }
        return row;
    }

    private static void tile(
            Product product, boolean byRows, int row, int target, int depth, int deep, float @Nullable [] scales) {
        MatrixView a = product.a;
        MatrixView b = product.b;
        MatrixView c = product.c;
        int source = a.offset + row * a.rowStride + depth * a.columnStride;
        int factor = b.offset + depth * b.rowStride;
        if (LANES < B_STRIDE) {
            ThinPairTiles.multiply(
                    deep, a.array, source, a.rowStride, b.array, factor, c.array, target, c.rowStride, scales);
        } else if (byRows) {
            ThinTiles.eightRows(
                    deep, a.array, source, a.rowStride, b.array, factor, c.array, target, c.rowStride, scales);
        } else {
            ThinTiles.sixteenRows(
                    deep, a.array, source, a.columnStride, b.array, factor, c.array, target, c.rowStride, scales);
        }
    }
}
