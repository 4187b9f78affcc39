package dev.atelier.engine.cpu.kernel;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.UpdateRule;

/**
 * What one thread computes on arrays. Arguments are not checked here.
 *
 * <p>A piece of a row is given by its array, its first index and its length. Implementations may read and write whole vectors
 * of up to {@link #MAX_LANES} floats: each row of a matrix is padded with zeros to a multiple of that, a vector's spare lanes
 * are written as zeros, and only the last piece of a row may have a length that is no multiple of it.
 */
public interface Kernels {
    /** The widest vector in floats, which rows of matrices are padded to. */
    int MAX_LANES = 16;

    /**
     * Added to a float of less than 1024, leaves its value in units of {@code 2^-12} in the lowest bits, rounded to the nearest even:
     * so far down do the bits of a number between 2048 and 4096 go.
     */
    float BEND_ROUNDER = 3072;

    /** From the units of {@link #BEND_ROUNDER} to those of coordinates. */
    int BEND_SHIFT = 4;

    /** Returns which code runs, for people. */
    String description();

    /** Returns the multiple at which threads may divide the rows of a {@link Product}. */
    int rowStep();

    /** Returns the multiple at which threads may divide the columns of a {@link Product}. */
    int columnStep();

    /** Computes one part of a matrix product, and calls its epilogue on it. */
    void multiply(Product product, int rowBegin, int rowEnd, int columnBegin, int columnEnd, Scratch scratch);

    /** Returns how many rows {@link #sparseTile} computes, or 0 if there is no such kernel. */
    int sparseRows();

    /** Returns how many columns {@link #sparseTile} computes. */
    int sparseColumns();

    /**
     * Multiplies {@link #sparseRows()} sparse rows, stored together, with {@link #sparseColumns()} columns of a matrix:
     * {@code c[r][j] = sum_e values[e][r] * b[indices[e] + j]} for entries {@code e} from {@code begin} to {@code end - 1}, or
     * {@code alpha} times that sum plus {@code beta * c[r][j]} to accumulate.
     *
     * @param values {@code [entries][sparseRows]}
     * @param indices where in {@code b} the row of each entry starts
     */
    void sparseTile(
            float[] values,
            int[] indices,
            int begin,
            int end,
            float[] b,
            int column,
            float[] c,
            int offset,
            int stride,
            boolean accumulate,
            float alpha,
            float beta);

    /** Adds: {@code x += y}. */
    void add(float[] x, int xOffset, float[] y, int yOffset, int length);

    /** {@code out = f(x)} for {@code rows} pieces of rows, which lie {@code stride} apart; in place, or in arrays apart. */
    void activate(
            ActivationFunction function,
            int rows,
            int length,
            float[] x,
            int xOffset,
            int xStride,
            float[] out,
            int outOffset,
            int outStride);

    /** {@code out = upstream * f'(saved)} for {@code rows} pieces of rows; {@code out} may be {@code upstream}. */
    void activationGradient(
            ActivationFunction function,
            int rows,
            int length,
            float[] saved,
            int savedOffset,
            int savedStride,
            float[] upstream,
            int upstreamOffset,
            int upstreamStride,
            float[] out,
            int outOffset,
            int outStride);

    /** Applies {@link UpdateRule.Sgd} to parameters {@code p} given their gradients {@code g}. */
    void sgd(UpdateRule.Sgd rule, float learningRate, float[] p, int pOffset, float[] g, int gOffset, int length);

    /**
     * Applies {@link UpdateRule.Momentum} to parameters {@code p} and velocities {@code v}, given gradients {@code g}. Here and in the
     * next two, state that becomes subnormal becomes zero: where gradients stay zero, as those of pixels at the rim of images do,
     * means decay to subnormal numbers and, by rounding, no further, and many processors take a hundred cycles for each of those.
     */
    void momentum(
            UpdateRule.Momentum rule,
            float learningRate,
            float[] p,
            int pOffset,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            int length);

    /**
     * Applies {@link UpdateRule.RmsProp} to {@code rows} pieces of rows of parameters {@code p} and mean squares {@code v}, both
     * {@code stride} apart, given gradients {@code g}.
     */
    void rmsProp(
            UpdateRule.RmsProp rule,
            float learningRate,
            int rows,
            int length,
            int stride,
            float[] p,
            int pOffset,
            float[] v,
            int vOffset,
            float[] g,
            int gOffset,
            int gStride);

    /**
     * Applies {@link UpdateRule.Adam} or {@link UpdateRule.AdamW} to {@code rows} pieces of rows of parameters {@code p}, means
     * {@code m} and mean squares {@code v}, all {@code stride} apart, given gradients {@code g}.
     *
     * @param decay the L2 coefficient, 0 for AdamW
     * @param coefficients those of the rule, the third being 0 for Adam
     */
    void adam(
            float beta1,
            float beta2,
            float decay,
            float[] coefficients,
            int rows,
            int length,
            int stride,
            float[] p,
            int pOffset,
            float[] m,
            int mOffset,
            float[] v,
            int vOffset,
            float[] g,
            int gOffset,
            int gStride);

    /**
     * Does nothing but multiply and add in registers, to measure how fast that is.
     *
     * @param result at least {@link #MAX_LANES} floats, overwritten
     * @return the operations done, or 0 if this cannot be measured
     */
    long multiplyAdd(int rounds, float[] result);

    /**
     * A small product: {@code c[i][j] = sum_k a[i][k] b[k][j]}, the terms added in the order of {@code k} with fused multiply-adds.
     *
     * @param a {@code [rows][depth]}, contiguous
     * @param b {@code [depth][columns]}, its rows padded with zeros to whole vectors
     * @param c {@code [rows][columns]}, with room for whole vectors
     */
    void combine(
            float[] a, int rows, int depth, float[] b, int bOffset, int bStride, float[] c, int cStride, int columns);

    /**
     * Displaces coordinates, which are in {@code 2^-16} pixels: {@code xLine[j] = xs[j] + d[j]}, where
     * {@code d[j] = sum_k weights[k] lines[k][j]} pixels, the terms added as {@link #combine} does, is rounded to {@code 2^-12} pixels;
     * {@code yLine} likewise from {@code ys} and the {@code count} lines that follow.
     *
     * @param first where the weights start; they lie {@code step} apart, and there are {@code count} of them
     * @param lines {@code [2 count][stride]}
     * @param xLine where they are written from {@code offset} on, with room for whole vectors, as have the others of its kind
     */
    void bend(
            float[] weights,
            int first,
            int step,
            int count,
            float[] lines,
            int stride,
            int[] xs,
            int[] xLine,
            int[] ys,
            int[] yLine,
            int offset,
            int length);

    /**
     * Packs each of {@code count} pixels with its neighbours to the right and below, for {@link #interpolate}.
     *
     * @param pixels which go on for a row and a vector more
     * @param offset where the first one is
     * @param quads takes them, from its beginning on, with room for whole vectors
     */
    void packNeighbours(byte[] pixels, int offset, int stride, int count, int[] quads);

    /**
     * Locates the pixels of an image that {@link #interpolate} is to compute: those that come from within the source.
     *
     * @param xs where each pixel of row {@code r} comes from along the width, less {@code r * xByRow}, from {@code r * stride} on, and then
     *     {@link PixelSource#OUTSIDE} up to the end of a vector; {@code ys} likewise along the height
     */
    void locate(PixelSource source, int[] xs, int[] ys, int stride, int xByRow, int yByRow, int rows, int length);

    /**
     * Writes an image: the located pixels, interpolated bilinearly and rounded to the nearest, and zeros for all others.
     *
     * @param offset where the image begins
     * @param size its pixels
     */
    void interpolate(PixelSource source, byte[] out, int offset, int size);

    /** Writes {@code scale * bytes}, taken as unsigned, to floats. */
    void scaleBytes(byte[] bytes, int bytesOffset, float scale, float[] out, int outOffset, int length);
}
