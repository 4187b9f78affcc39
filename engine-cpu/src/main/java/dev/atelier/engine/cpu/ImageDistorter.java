package dev.atelier.engine.cpu;

import dev.atelier.engine.augmentation.DistortionDraw;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.cpu.kernel.Kernels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Distorts images one at a time; one thread's. Where a pixel comes from is computed a row at a time, in vectors. Only the pixels
 * that come from within the box round the image's ink are then interpolated, since all others are zero: of a digit, half of them.
 */
@SuppressWarnings("NullAway.Init")
final class ImageDistorter {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BYTE = 0xFF;

    /** The bits behind the point of an interpolation's weights: the product of two weights and a byte just fits an integer. */
    private static final int WEIGHT_BITS = 11;

    private static final int WEIGHT_ONE = 1 << WEIGHT_BITS;
    private static final int WEIGHT_SHIFT = Distortion.FRACTION_BITS - WEIGHT_BITS;

    /** Rounds coordinates to the precision of weights. */
    private static final int WEIGHT_ROUNDING = 1 << (WEIGHT_SHIFT - 1);

    private static final int ROUNDING = 1 << (2 * WEIGHT_BITS - 1);

    private final Kernels kernels;
    private final DistortionDraw draw = new DistortionDraw();
    private Distortion distortion;
    private int height;
    private int width;

    /** The image with a border of zeros, one pixel wide. */
    private byte[] source = {};

    private int sourceStride;
    private InkBox ink = new InkBox(0);

    /** How far the source of each column's pixels lies from that of the first, then where it lies, along the width and the height. */
    private int[] xSteps = {};

    private int[] ySteps = {};
    private int[] xLine = {};
    private int[] yLine = {};

    private float[] coefficients = {};

    /** The sums over the column modes, for each row mode: those of the displacement along the width, then the height's. */
    private float[] lines = {};

    private int lineStride;

    ImageDistorter(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Makes room for the images of a distortion. */
    void prepare(Distortion next) {
        distortion = next;
        if (height != next.height() || width != next.width()) {
            height = next.height();
            width = next.width();
            sourceStride = width + 2;
            source = new byte[(height + 2) * sourceStride];
            ink = new InkBox(width);
            lineStride = (width + Kernels.MAX_LANES - 1) / Kernels.MAX_LANES * Kernels.MAX_LANES;
            xSteps = new int[lineStride];
            ySteps = new int[lineStride];
            xLine = new int[lineStride];
            yLine = new int[lineStride];
        }
        int modes = 2 * next.rowModeCount();
        if (coefficients.length < modes * next.columnModeCount() || lines.length < modes * lineStride) {
            coefficients = new float[modes * next.columnModeCount()];
            lines = new float[modes * lineStride];
        }
    }

    /**
     * Distorts an image.
     *
     * @param data the data set
     * @param row the image's number in it
     * @param target where the distorted image is written, from {@code offset} on
     */
    void distort(CpuTensor data, int row, byte[] target, int offset) {
        Arrays.fill(target, offset, offset + height * width, (byte) 0);
        if (!ink.find(data.bytes, data.index(row, 0), height)) {
            return;
        }
        for (int y = 0; y < height; y++) {
            int from = data.index(row, y * width);
            System.arraycopy(data.bytes, from, source, (y + 1) * sourceStride + 1, width);
        }
        draw.draw(distortion, ints(distortion.key()), ints(distortion.turns()), row);
        for (int x = 0; x < width; x++) {
            xSteps[x] = draw.xOrigin() + WEIGHT_ROUNDING + x * draw.xByX();
            ySteps[x] = draw.yOrigin() + WEIGHT_ROUNDING + x * draw.yByX();
        }
        drawLines();
        for (int y = 0; y < height; y++) {
            locate(y);
            interpolate(target, offset + y * width);
        }
    }

    private static int[] ints(Tensor tensor) {
        return ((CpuTensor) tensor).ints;
    }

    /** Draws the elastic displacement and sums it over the column modes. */
    private void drawLines() {
        CpuTensor modes = (CpuTensor) distortion.columnModes();
        if (modes != null) {
            int rows = 2 * distortion.rowModeCount();
            draw.coefficients(coefficients, rows * modes.rows());
            kernels.combine(
                    coefficients,
                    rows,
                    modes.rows(),
                    modes.floats,
                    modes.offset,
                    modes.stride,
                    lines,
                    lineStride,
                    width);
        }
    }

    /** Computes where the pixels of an output row come from. */
    private void locate(int y) {
        int xStart = y * draw.xByY();
        int yStart = y * draw.yByY();
        for (int x = 0; x < width; x++) {
            xLine[x] = xSteps[x] + xStart;
        }
        for (int x = 0; x < width; x++) {
            yLine[x] = ySteps[x] + yStart;
        }
        CpuTensor modes = (CpuTensor) distortion.rowModes();
        if (modes != null) {
            int first = modes.index(0, y);
            int count = modes.rows();
            kernels.bend(modes.floats, first, modes.stride, count, lines, 0, lineStride, xLine, width);
            kernels.bend(modes.floats, first, modes.stride, count, lines, count * lineStride, lineStride, yLine, width);
        }
    }

    /** Interpolates the pixels of an output row that come from within the ink's box and the pixel before it. */
    private void interpolate(byte[] target, int offset) {
        byte[] pixels = source;
        int[] xs = xLine;
        int[] ys = yLine;
        int stride = sourceStride;
        int left = ink.left() - 1;
        int top = ink.top() - 1;
        int start = (top + 1) * stride + left + 1;
        int xFrom = left << Distortion.FRACTION_BITS;
        int yFrom = top << Distortion.FRACTION_BITS;
        int xSpan = ((ink.right() - left + 1) << Distortion.FRACTION_BITS) - 1;
        int ySpan = ((ink.bottom() - top + 1) << Distortion.FRACTION_BITS) - 1;
        for (int x = 0; x < width; x++) {
            int across = xs[x] - xFrom;
            int down = ys[x] - yFrom;
            if ((across | down | (xSpan - across) | (ySpan - down)) < 0) {
                continue;
            }
            int at = start + (down >> Distortion.FRACTION_BITS) * stride + (across >> Distortion.FRACTION_BITS);
            int upper = (short) SHORT.get(pixels, at);
            int lower = (short) SHORT.get(pixels, at + stride);
            int xWeight = (across >> WEIGHT_SHIFT) & (WEIGHT_ONE - 1);
            int yWeight = (down >> WEIGHT_SHIFT) & (WEIGHT_ONE - 1);
            int above = mixed(upper & BYTE, (upper >> Byte.SIZE) & BYTE, xWeight);
            int below = mixed(lower & BYTE, (lower >> Byte.SIZE) & BYTE, xWeight);
            int value = (above << WEIGHT_BITS) + (below - above) * yWeight;
            target[offset + x] = (byte) ((value + ROUNDING) >> (2 * WEIGHT_BITS));
        }
    }

    private static int mixed(int first, int second, int weight) {
        return (first << WEIGHT_BITS) + (second - first) * weight;
    }
}
