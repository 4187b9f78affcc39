package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.PixelSource;
import dev.atelier.engine.cpu.kernel.PlainImages;
import dev.atelier.engine.cpu.kernel.Product;
import dev.atelier.engine.cpu.kernel.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The kernels on the Vector API. The backend makes one by name when the module is there. */
public final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    /** Four rows by four vectors are 16 accumulators, three by four are 12: what 32 and 16 registers have room for. */
    private static final int SPARSE_ROWS = VectorProduct.ROWS == 8 ? 4 : 3;

    private static final int SPARSE_VECTORS = 4;

    /** Makes the kernels. */
    public VectorKernels() {}

    @Override
    public String description() {
        return "Vector API, " + SPECIES.vectorBitSize() + " bits";
    }

    @Override
    public int rowStep() {
        return VectorProduct.ROWS;
    }

    @Override
    public int columnStep() {
        return VectorProduct.WIDE;
    }

    @Override
    public void multiply(Product product, int rowBegin, int rowEnd, int columnBegin, int columnEnd, Scratch scratch) {
        VectorProduct.multiply(product, rowBegin, rowEnd, columnBegin, columnEnd, scratch);
    }

    @Override
    public int sparseRows() {
        return SPARSE_ROWS;
    }

    @Override
    public int sparseColumns() {
        return SPARSE_VECTORS * LANES;
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
        if (SPARSE_ROWS == 4) {
            SparseTiles.fourRows(values, indices, begin, end, b, column, c, offset, stride, accumulate, alpha, beta);
        } else {
            SparseTiles.threeRows(values, indices, begin, end, b, column, c, offset, stride, accumulate, alpha, beta);
        }
    }

    @Override
    public void add(float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector sum =
                    FloatVector.fromArray(SPECIES, x, xOffset + j).add(FloatVector.fromArray(SPECIES, y, yOffset + j));
            sum.intoArray(x, xOffset + j);
        }
        Lanes.clearPadding(x, xOffset, length);
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
        for (int row = 0; row < rows; row++) {
            VectorActivations.activate(function, x, xOffset + row * xStride, out, outOffset + row * outStride, length);
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
        for (int row = 0; row < rows; row++) {
            VectorActivations.gradient(
                    function,
                    saved,
                    savedOffset + row * savedStride,
                    upstream,
                    upstreamOffset + row * upstreamStride,
                    out,
                    outOffset + row * outStride,
                    length);
        }
    }

    @Override
    public void sgd(
            UpdateRule.Sgd rule, float learningRate, float[] p, int pOffset, float[] g, int gOffset, int length) {
        float keep = 1 - learningRate * rule.weightDecay();
        FloatVector step = FloatVector.broadcast(SPECIES, -learningRate);
        for (int j = 0; j < length; j += LANES) {
            FloatVector kept = FloatVector.fromArray(SPECIES, p, pOffset + j).mul(keep);
            FloatVector.fromArray(SPECIES, g, gOffset + j).fma(step, kept).intoArray(p, pOffset + j);
        }
        Lanes.clearPadding(p, pOffset, length);
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
        FloatVector momentum = FloatVector.broadcast(SPECIES, rule.momentum());
        FloatVector decay = FloatVector.broadcast(SPECIES, rule.weightDecay());
        FloatVector step = FloatVector.broadcast(SPECIES, -learningRate);
        boolean nesterov = rule.nesterov();
        FloatVector share = nesterov ? step.mul(momentum) : step;
        for (int j = 0; j < length; j += LANES) {
            FloatVector parameter = FloatVector.fromArray(SPECIES, p, pOffset + j);
            FloatVector decayed = parameter.fma(decay, FloatVector.fromArray(SPECIES, g, gOffset + j));
            FloatVector velocity =
                    FloatVector.fromArray(SPECIES, v, vOffset + j).fma(momentum, decayed);
            FloatVector moved = parameter;
            if (nesterov) {
                // In two steps, because the sum of both may be infinite where their shares are not.
                moved = decayed.fma(step, parameter);
            }
            velocity = velocity.blend(0, velocity.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
            velocity.intoArray(v, vOffset + j);
            velocity.fma(share, moved).intoArray(p, pOffset + j);
        }
        Lanes.clearPadding(v, vOffset, length);
        Lanes.clearPadding(p, pOffset, length);
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
        VectorMeans.rmsProp(rule, learningRate, rows, length, stride, p, pOffset, v, vOffset, g, gOffset, gStride);
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
        VectorMeans.adam(
                beta1,
                beta2,
                decay,
                coefficients,
                rows,
                length,
                stride,
                p,
                pOffset,
                m,
                mOffset,
                v,
                vOffset,
                g,
                gOffset,
                gStride);
    }

    @Override
    public long multiplyAdd(int rounds, float[] result) {
        return PeakLoop.run(rounds, result);
    }

    @Override
    public void combine(
            float[] a, int rows, int depth, float[] b, int bOffset, int bStride, float[] c, int cStride, int columns) {
        VectorFields.combine(a, rows, depth, b, bOffset, bStride, c, cStride, columns);
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
        VectorFields.bend(weights, first, step, count, lines, stride, xs, xLine, ys, yLine, offset, length);
    }

    @Override
    public void packNeighbours(byte[] pixels, int offset, int stride, int count, int[] quads) {
        if (VectorImages.AVAILABLE) {
            VectorImages.packNeighbours(pixels, offset, stride, count, quads);
        } else {
            PlainImages.packNeighbours(pixels, offset, stride, count, quads);
        }
    }

    @Override
    public void locate(
            PixelSource source, int[] xs, int[] ys, int stride, int xByRow, int yByRow, int rows, int length) {
        if (VectorImages.AVAILABLE) {
            VectorImages.locate(source, xs, ys, stride, xByRow, yByRow, rows, length);
        } else {
            PlainImages.locate(source, xs, ys, stride, xByRow, yByRow, rows, length);
        }
    }

    @Override
    public void interpolate(PixelSource source, byte[] out, int offset, int size) {
        if (VectorImages.AVAILABLE) {
            VectorImages.interpolate(source, out, offset, size);
        } else {
            PlainImages.interpolate(source, out, offset, size);
        }
    }

    @Override
    public void scaleBytes(byte[] bytes, int bytesOffset, float scale, float[] out, int outOffset, int length) {
        for (int j = 0; j < length; j++) {
            out[outOffset + j] = scale * (bytes[bytesOffset + j] & 0xFF);
        }
    }
}
