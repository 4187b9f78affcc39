package dev.atelier.engine.cpu.kernel;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.UpdateRule;

/** The kernels in plain Java, in loops that the compiler can turn into vector code. */
public final class PlainKernels implements Kernels {
    /** Columns are divided where a cache line of any machine ends, so that threads do not share one. */
    private static final int COLUMN_STEP = 32;

    private final ThreadLocal<Lines> lines = ThreadLocal.withInitial(Lines::new);

    /** Pieces of rows, copied to where one index serves them all; see {@link PlainProduct}. */
    private static final class Lines {
        final float[] first = new float[Scratch.LINE_FLOATS];
        final float[] second = new float[Scratch.LINE_FLOATS];
    }

    /** Makes the kernels. */
    public PlainKernels() {}

    @Override
    public String description() {
        return "plain Java";
    }

    @Override
    public int rowStep() {
        return 1;
    }

    @Override
    public int columnStep() {
        return COLUMN_STEP;
    }

    @Override
    public void multiply(Product product, int rowBegin, int rowEnd, int columnBegin, int columnEnd, Scratch scratch) {
        PlainProduct.multiply(product, rowBegin, rowEnd, columnBegin, columnEnd, scratch);
    }

    @Override
    public int sparseRows() {
        return 0;
    }

    @Override
    public int sparseColumns() {
        return 0;
    }

    @Override
    public void sparseTile(
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
            float beta) {
        throw new UnsupportedOperationException("the plain kernels skip zeros in multiply");
    }

    @Override
    public void add(float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int j = 0; j < length; j++) {
            x[xOffset + j] += y[yOffset + j];
        }
    }

    @Override
    public void activate(
            ActivationFunction function,
            int rows,
            int length,
            float[] x,
            int xOffset,
            int xStride,
            float[] out,
            int outOffset,
            int outStride) {
        float[] line = lines.get().first;
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < length; j += line.length) {
                int count = Math.min(line.length, length - j);
                System.arraycopy(x, xOffset + row * xStride + j, line, 0, count);
                PlainActivations.activate(function, line, line, count);
                System.arraycopy(line, 0, out, outOffset + row * outStride + j, count);
            }
        }
    }

    @Override
    public void activationGradient(
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
            int outStride) {
        float[] line = lines.get().first;
        float[] savedLine = lines.get().second;
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < length; j += line.length) {
                int count = Math.min(line.length, length - j);
                System.arraycopy(upstream, upstreamOffset + row * upstreamStride + j, line, 0, count);
                System.arraycopy(saved, savedOffset + row * savedStride + j, savedLine, 0, count);
                PlainActivations.gradient(function, savedLine, line, line, count);
                System.arraycopy(line, 0, out, outOffset + row * outStride + j, count);
            }
        }
    }

    @Override
    public void sgd(
            UpdateRule.Sgd rule, float learningRate, float[] p, int pOffset, float[] g, int gOffset, int length) {
        float keep = 1 - learningRate * rule.weightDecay();
        for (int j = 0; j < length; j++) {
            p[pOffset + j] = keep * p[pOffset + j] - learningRate * g[gOffset + j];
        }
    }

    @Override
    public void momentum(
            UpdateRule.Momentum rule,
            float learningRate,
            float[] p,
            int pOffset,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            int length) {
        float momentum = rule.momentum();
        boolean nesterov = rule.nesterov();
        for (int j = 0; j < length; j++) {
            float decayed = g[gOffset + j] + rule.weightDecay() * p[pOffset + j];
            float velocity = normal(momentum * v[vOffset + j] + decayed);
            v[vOffset + j] = velocity;
            // In two steps, because the sum of both may be infinite where their shares are not.
            p[pOffset + j] = nesterov
                    ? (p[pOffset + j] - learningRate * decayed) - learningRate * momentum * velocity
                    : p[pOffset + j] - learningRate * velocity;
        }
    }

    @Override
    public void rmsProp(
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
            int gStride) {
        float decay = rule.decay();
        for (int row = 0; row < rows; row++) {
            int pRow = pOffset + row * stride;
            int vRow = vOffset + row * stride;
            int gRow = gOffset + row * gStride;
            for (int j = 0; j < length; j++) {
                float decayed = g[gRow + j] + rule.weightDecay() * p[pRow + j];
                // The mean square may be within range where the square is not.
                float meanSquare = normal(decay * v[vRow + j] + (1 - decay) * decayed * decayed);
                v[vRow + j] = meanSquare;
                p[pRow + j] -= learningRate * (decayed / ((float) Math.sqrt(meanSquare) + rule.epsilon()));
            }
        }
    }

    @Override
    public void adam(
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
            int gStride) {
        float rate = coefficients[0];
        float epsilon = coefficients[1];
        float shrink = coefficients[2];
        for (int row = 0; row < rows; row++) {
            int pRow = pOffset + row * stride;
            int mRow = mOffset + row * stride;
            int vRow = vOffset + row * stride;
            int gRow = gOffset + row * gStride;
            for (int j = 0; j < length; j++) {
                float parameter = p[pRow + j];
                float decayed = g[gRow + j] + decay * parameter;
                float mean = normal(beta1 * m[mRow + j] + (1 - beta1) * decayed);
                // The mean square may be within range where the square is not.
                float meanSquare = normal(beta2 * v[vRow + j] + (1 - beta2) * decayed * decayed);
                m[mRow + j] = mean;
                v[vRow + j] = meanSquare;
                float direction = mean / ((float) Math.sqrt(meanSquare) + epsilon);
                p[pRow + j] = (parameter - shrink * parameter) - rate * direction;
            }
        }
    }

    /** Returns zero for a subnormal number, else the number. */
    private static float normal(float x) {
        return Math.abs(x) < Float.MIN_NORMAL ? 0 : x;
    }

    @Override
    public long multiplyAdd(int rounds, float[] result) {
        return 0;
    }

    @Override
    public void combine(
            float[] a, int rows, int depth, float[] b, int bOffset, int bStride, float[] c, int cStride, int columns) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < depth; k++) {
                    sum = fused(a[i * depth + k], b[bOffset + k * bStride + j], sum);
                }
                c[i * cStride + j] = sum;
            }
        }
    }

    @Override
    public void bend(
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
            int length) {
        for (int j = 0; j < length; j++) {
            xLine[offset + j] = xs[j] + displacement(weights, first, step, count, lines, j, stride);
            yLine[offset + j] = ys[j] + displacement(weights, first, step, count, lines, count * stride + j, stride);
        }
    }

    private static int displacement(
            float[] weights, int first, int step, int count, float[] lines, int start, int stride) {
        float sum = 0;
        for (int k = 0; k < count; k++) {
            sum = fused(weights[first + k * step], lines[start + k * stride], sum);
        }
        return (Float.floatToRawIntBits(sum + BEND_ROUNDER) - Float.floatToRawIntBits(BEND_ROUNDER)) << BEND_SHIFT;
    }

    @Override
    public void packNeighbours(byte[] pixels, int offset, int stride, int count, int[] quads) {
        PlainImages.packNeighbours(pixels, offset, stride, count, quads);
    }

    @Override
    public void locate(
            PixelSource source, int[] xs, int[] ys, int stride, int xByRow, int yByRow, int rows, int length) {
        PlainImages.locate(source, xs, ys, stride, xByRow, yByRow, rows, length);
    }

    @Override
    public void interpolate(PixelSource source, byte[] out, int offset, int size) {
        PlainImages.interpolate(source, out, offset, size);
    }

    /** A fused multiply-add but for one rounding in a billion, on processors without one as well, where {@link Math#fma} takes microseconds. */
    private static float fused(float a, float b, float c) {
        return (float) ((double) a * b + c);
    }

    @Override
    public void scaleBytes(byte[] bytes, int bytesOffset, float scale, float[] out, int outOffset, int length) {
        for (int j = 0; j < length; j++) {
            out[outOffset + j] = scale * (bytes[bytesOffset + j] & 0xFF);
        }
    }
}
