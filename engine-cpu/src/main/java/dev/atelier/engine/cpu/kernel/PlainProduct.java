package dev.atelier.engine.cpu.kernel;

/**
 * The matrix product in plain Java: rows of {@code b} are copied to arrays of their own, and a row of {@code c} gathers eight of
 * them, weighted, at a time. The compiler makes vector code of such a loop only if one index serves all its arrays, which
 * is why nothing here is computed in place. A weight of zero costs nothing where it may be skipped.
 */
final class PlainProduct {
    /** Rows of {@code b} treated together: 128 of 512 floats are 256 KB, about half of a usual second-level cache. */
    private static final int DEPTH_BLOCK = 128;

    /** Rows weighted and added in one loop: more loads a store, until registers run out. */
    private static final int WAYS = 8;

    private PlainProduct() {}

    /** Computes a part of {@code product}. */
    static void multiply(Product product, int rowBegin, int rowEnd, int columnBegin, int columnEnd, Scratch scratch) {
        for (int column = columnBegin; column < columnEnd; column += Scratch.LINE_FLOATS) {
            int width = Math.min(Scratch.LINE_FLOATS, columnEnd - column);
            for (int depth = 0; depth < product.depth; depth += DEPTH_BLOCK) {
                int deep = Math.min(DEPTH_BLOCK, product.depth - depth);
                copyRows(product.b, depth, deep, column, width, scratch.rows(DEPTH_BLOCK));
                for (int row = rowBegin; row < rowEnd; row++) {
                    int count = choose(product, row, depth, deep, scratch);
                    gather(count, width, scratch);
                    store(product, row, column, width, depth == 0, scratch.line());
                }
            }
            TileEpilogue epilogue = product.epilogue;
            if (epilogue != null) {
                epilogue.apply(rowBegin, rowEnd, column, column + width);
            }
        }
    }

    private static void copyRows(MatrixView b, int depth, int deep, int column, int width, float[][] rows) {
        for (int p = 0; p < deep; p++) {
            int start = b.offset + (depth + p) * b.rowStride + column * b.columnStride;
            float[] row = rows[p];
            if (b.columnStride == 1) {
                System.arraycopy(b.array, start, row, 0, width);
            } else {
                for (int j = 0; j < width; j++) {
                    row[j] = b.array[start + j * b.columnStride];
                }
            }
        }
    }

    private static int choose(Product product, int row, int depth, int deep, Scratch scratch) {
        MatrixView a = product.a;
        float[] weights = scratch.weights();
        int[] indices = scratch.indices();
        int start = a.offset + row * a.rowStride + depth * a.columnStride;
        int count = 0;
        for (int p = 0; p < deep; p++) {
            float weight = a.array[start + p * a.columnStride];
            weights[count] = weight;
            indices[count] = p;
            if (!product.skipZeros || weight != 0) {
                count++;
            }
        }
        return count;
    }

    private static void gather(int count, int width, Scratch scratch) {
        float[] sum = scratch.line();
        float[] weights = scratch.weights();
        int[] indices = scratch.indices();
        float[][] rows = scratch.rows(DEPTH_BLOCK);
        for (int j = 0; j < width; j++) {
            sum[j] = 0;
        }
        int p = 0;
        for (; p + WAYS <= count; p += WAYS) {
            addEight(sum, width, rows, indices, weights, p);
        }
        for (; p < count; p++) {
            addOne(sum, width, rows[indices[p]], weights[p]);
        }
    }

    private static void addEight(float[] sum, int width, float[][] rows, int[] indices, float[] weights, int p) {
        float[] b0 = rows[indices[p]];
        float[] b1 = rows[indices[p + 1]];
        float[] b2 = rows[indices[p + 2]];
        float[] b3 = rows[indices[p + 3]];
        float[] b4 = rows[indices[p + 4]];
        float[] b5 = rows[indices[p + 5]];
        float[] b6 = rows[indices[p + 6]];
        float[] b7 = rows[indices[p + 7]];
        float a0 = weights[p];
        float a1 = weights[p + 1];
        float a2 = weights[p + 2];
        float a3 = weights[p + 3];
        float a4 = weights[p + 4];
        float a5 = weights[p + 5];
        float a6 = weights[p + 6];
        float a7 = weights[p + 7];
        for (int j = 0; j < width; j++) {
            sum[j] += (a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j])
                    + (a4 * b4[j] + a5 * b5[j] + a6 * b6[j] + a7 * b7[j]);
        }
    }

    private static void addOne(float[] sum, int width, float[] b, float a) {
        for (int j = 0; j < width; j++) {
            sum[j] += a * b[j];
        }
    }

    private static void store(Product product, int row, int column, int width, boolean first, float[] sum) {
        float[] c = product.c.array;
        int start = product.c.offset + row * product.c.rowStride + column;
        if (first && !product.accumulate) {
            System.arraycopy(sum, 0, c, start, width);
            return;
        }
        float alpha = product.accumulate ? product.alpha : 1;
        float beta = first ? product.beta : 1;
        for (int j = 0; j < width; j++) {
            c[start + j] = alpha * sum[j] + beta * c[start + j];
        }
    }
}
