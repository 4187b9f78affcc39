package dev.atelier.engine.cpu;

import dev.atelier.engine.augmentation.DistortionDraw;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.PixelSource;
import java.util.Arrays;

/**
 * Distorts images one at a time; one thread's. First it is computed where pixels come from, in vectors. Only vectors with a pixel
 * that comes from within the box round the image's ink are then interpolated, since all others are zero.
 */
@SuppressWarnings("NullAway.Init")
final class ImageDistorter {
    /** Rounds coordinates to the precision of weights. */
    private static final int WEIGHT_ROUNDING = 1 << (PixelSource.WEIGHT_SHIFT - 1);

    /** Rows of zeros: one above the image, one below it, and one more below that, which is read but has no weight. */
    private static final int BORDER_ROWS = 3;

    private static final int CACHE_LINE = 64;

    private static final int ONE = 1 << Distortion.FRACTION_BITS;

    /** The least move of the source from column to column by which columns are bounded: none of them is then too far away for an integer. */
    private static final int LEAST_SLOPE = ONE / 2;

    /** What the columns may be off by, at a unit for each of the rows that an image may have, and one for themselves: a 32nd of one is twice that. */
    private static final int COLUMN_MARGIN = ONE / 32;

    private final Kernels kernels;
    private final DistortionDraw draw = new DistortionDraw();
    private final PixelSource source = new PixelSource();
    private Distortion distortion;
    private int height;
    private int width;

    /** An image with a border of zeros and room for whole vectors, used where the ink reaches the image's edge. */
    private byte[] bordered = {};

    private final InkBox ink = new InkBox();

    /** Where the first row's pixels come from, along the width and the height. */
    private int[] xSteps = {};

    private int[] ySteps = {};

    /** The same for each row, elastically displaced. */
    private int[] xBent = {};

    private int[] yBent = {};

    private float[] coefficients = {};

    /** The sums over the column modes, for each row mode: those of the displacement along the width, then the height's. */
    private float[] lines = {};

    private int lineStride;

    /** Takes the sum of what was fetched, which nobody reads: what has no effect the compiler leaves out. */
    @SuppressWarnings("UnusedVariable")
    private byte fetched;

    ImageDistorter(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Makes room for the images of a distortion. */
    void prepare(Distortion next) {
        distortion = next;
        if (height != next.height() || width != next.width()) {
            height = next.height();
            width = next.width();
            int stride = width + 2;
            // Packing reads a row further down than it writes.
            bordered = new byte[(height + BORDER_ROWS + 1) * stride + Kernels.MAX_LANES];
            source.quads = new int[(height + BORDER_ROWS) * stride + Kernels.MAX_LANES];
            lineStride = (width + Kernels.MAX_LANES - 1) / Kernels.MAX_LANES * Kernels.MAX_LANES;
            // One vector more, into which what does not count is written.
            source.reserve(height * width, height * lineStride + Kernels.MAX_LANES);
            // Vectors may begin anywhere in a row that is not bent.
            xSteps = new int[width + Kernels.MAX_LANES];
            ySteps = new int[width + Kernels.MAX_LANES];
            Arrays.fill(xSteps, PixelSource.OUTSIDE);
            xBent = new int[height * lineStride];
            yBent = new int[height * lineStride];
        }
        int modes = 2 * next.rowModeCount();
        if (coefficients.length < modes * next.columnModeCount() || lines.length < modes * lineStride) {
            coefficients = new float[modes * next.columnModeCount()];
            lines = new float[modes * lineStride];
        }
    }

    /**
     * Begins to fetch an image into the cache, where it is wanted next: images lie anywhere in memory, and the processor waits for all lines
     * of one at the same time if nothing depends on them.
     */
    void fetch(CpuTensor data, int row) {
        int begin = data.index(row, 0);
        byte sum = 0;
        for (int i = 0; i < height * width; i += CACHE_LINE) {
            sum += data.bytes[begin + i];
        }
        fetched = sum;
    }

    /**
     * Distorts an image.
     *
     * @param data the data set
     * @param row the image's number in it
     * @param target where the distorted image is written, from {@code offset} on
     */
    void distort(CpuTensor data, int row, byte[] target, int offset) {
        int size = height * width;
        int begin = data.index(row, 0);
        if (!ink.find(data.bytes, begin, height, width)) {
            Arrays.fill(target, offset, offset + size, (byte) 0);
            return;
        }
        pack(data.bytes, begin);
        draw.draw(distortion, ints(distortion.key()), ints(distortion.turns()), row);
        for (int x = 0; x < width; x++) {
            xSteps[x] = draw.xOrigin() + WEIGHT_ROUNDING + x * draw.xByX();
            ySteps[x] = draw.yOrigin() + WEIGHT_ROUNDING + x * draw.yByX();
        }
        locate();
        kernels.interpolate(source, target, offset, size);
    }

    private static int[] ints(Tensor tensor) {
        return ((CpuTensor) tensor).ints;
    }

    /** Packs the ink's box and the pixels round it. */
    private void pack(byte[] pixels, int begin) {
        int left = ink.left() - 1;
        int top = ink.top() - 1;
        int xSpan = ink.right() + 1 - left;
        int ySpan = ink.bottom() + 1 - top;
        source.left = left << Distortion.FRACTION_BITS;
        source.top = top << Distortion.FRACTION_BITS;
        source.xSpan = xSpan << Distortion.FRACTION_BITS;
        source.ySpan = ySpan << Distortion.FRACTION_BITS;
        boolean inside = left >= 0 && top >= 0 && left + xSpan < width && top + ySpan < height;
        int read = (top + ySpan + 2) * width + Kernels.MAX_LANES;
        if (inside && read <= pixels.length - begin) {
            pack(pixels, begin + top * width + left, width, xSpan, ySpan);
            return;
        }
        int stride = width + 2;
        for (int y = 0; y < height; y++) {
            System.arraycopy(pixels, begin + y * width, bordered, (y + 1) * stride + 1, width);
        }
        pack(bordered, (top + 1) * stride + left + 1, stride, xSpan, ySpan);
    }

    private void pack(byte[] pixels, int corner, int stride, int xSpan, int ySpan) {
        source.stride = stride;
        kernels.packNeighbours(pixels, corner, stride, ySpan * stride + xSpan + 1, source.quads);
    }

    /** Computes where the pixels come from. */
    private void locate() {
        CpuTensor columnModes = (CpuTensor) distortion.columnModes();
        CpuTensor rowModes = (CpuTensor) distortion.rowModes();
        if (columnModes == null || rowModes == null) {
            boundColumns(draw.xByX() >= LEAST_SLOPE);
            kernels.locate(source, xSteps, ySteps, 0, draw.xByY(), draw.yByY(), height, width);
            return;
        }
        boundColumns(false);
        drawLines(columnModes);
        for (int y = 0; y < height; y++) {
            kernels.bend(
                    rowModes.floats,
                    rowModes.index(0, y),
                    rowModes.stride,
                    rowModes.rows(),
                    lines,
                    lineStride,
                    xSteps,
                    xBent,
                    ySteps,
                    yBent,
                    y * lineStride,
                    width);
        }
        for (int y = 0; y < height; y++) {
            for (int x = width; x < lineStride; x++) {
                xBent[y * lineStride + x] = PixelSource.OUTSIDE;
            }
        }
        kernels.locate(source, xBent, yBent, lineStride, draw.xByY(), draw.yByY(), height, width);
    }

    /** Bounds the columns to which the ink may come, where they can be told. */
    private void boundColumns(boolean straight) {
        if (!straight) {
            source.firstColumn = 0;
            source.lastColumn = (width - 1) << Distortion.FRACTION_BITS;
            source.columnShift = 0;
            return;
        }
        source.firstColumn = columns((long) source.left - xSteps[0]) - COLUMN_MARGIN;
        source.lastColumn = columns((long) source.left + source.xSpan - xSteps[0]) + COLUMN_MARGIN;
        source.columnShift = -columns(draw.xByY());
    }

    /** Returns how many columns further on the source has moved by {@code distance} along the width. */
    private int columns(long distance) {
        return (int) ((distance << Distortion.FRACTION_BITS) / draw.xByX());
    }

    /** Draws the elastic displacement and sums it over the column modes. */
    private void drawLines(CpuTensor modes) {
        int rows = 2 * distortion.rowModeCount();
        draw.coefficients(coefficients, rows * modes.rows());
        kernels.combine(
                coefficients, rows, modes.rows(), modes.floats, modes.offset, modes.stride, lines, lineStride, width);
    }
}
