package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.MatrixView;
import dev.atelier.engine.cpu.kernel.Product;
import dev.atelier.engine.cpu.kernel.TileEpilogue;

/** Products of at most one vector of columns, without packing either factor. */
final class ThinProduct {
    private ThinProduct() {}

    /** Whether {@link #multiply} can compute this product. */
    static boolean suits(Product product) {
        return Lanes.COUNT == ThinTiles.B_STRIDE
                && product.columns <= Lanes.COUNT
                && product.b.columnStride == 1
                && product.b.rowStride == ThinTiles.B_STRIDE
                && (product.a.rowStride == 1 || product.a.columnStride == 1);
    }

    /** Computes rows of {@code product}, all columns of them; returns the first row that is left, fewer than a tile has. */
    static int multiply(Product product, int rowBegin, int rowEnd) {
        MatrixView a = product.a;
        MatrixView c = product.c;
        TileEpilogue epilogue = product.epilogue;
        boolean byRows = a.columnStride == 1 && a.rowStride != 1;
        int rows = byRows ? ThinTiles.ROWS_OF_ROW_MAJOR : ThinTiles.ROWS_OF_TRANSPOSED;
        int row = rowBegin;
        for (; row + rows <= rowEnd; row += rows) {
            int target = c.offset + row * c.rowStride;
            if (byRows) {
                ThinTiles.eightRows(
                        product.depth,
                        a.array,
                        a.offset + row * a.rowStride,
                        a.rowStride,
                        product.b.array,
                        product.b.offset,
                        c.array,
                        target,
                        c.rowStride,
                        product.accumulate,
                        product.alpha,
                        product.beta);
            } else {
                ThinTiles.sixteenRows(
                        product.depth,
                        a.array,
                        a.offset + row,
                        a.columnStride,
                        product.b.array,
                        product.b.offset,
                        c.array,
                        target,
                        c.rowStride,
                        product.accumulate,
                        product.alpha,
                        product.beta);
            }
            Lanes.clearPadding(c.array, target, c.rowStride, rows, product.columns);
            if (epilogue != null) {
                epilogue.apply(row, row + rows, 0, product.columns);
            }
        }
        return row;
    }
}
