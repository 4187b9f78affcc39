package dev.atelier.engine.cpu.kernel;

import dev.atelier.engine.backend.Distortion;

/** Interpolation of images' pixels, one at a time. */
public final class PlainImages {
    private static final int BYTE = 0xFF;
    private static final int SECOND = 8;
    private static final int THIRD = 16;
    private static final int FOURTH = 24;

    private PlainImages() {}

    /** {@link Kernels#packNeighbours}. */
    public static void packNeighbours(byte[] pixels, int offset, int stride, int count, int[] quads) {
        for (int i = offset; i < offset + count; i++) {
            quads[i] = (pixels[i] & BYTE)
                    | (pixels[i + 1] & BYTE) << SECOND
                    | (pixels[i + stride] & BYTE) << THIRD
                    | pixels[i + stride + 1] << FOURTH;
        }
    }

    /** {@link Kernels#interpolate}. */
    public static void interpolate(
            PixelSource source, int[] xs, int xShift, int[] ys, int yShift, byte[] out, int outOffset, int length) {
        int[] quads = source.quads;
        int xFrom = source.left - xShift;
        int yFrom = source.top - yShift;
        for (int j = 0; j < length; j++) {
            int across = xs[j] - xFrom;
            int down = ys[j] - yFrom;
            if ((across | down | (source.xSpan - across) | (source.ySpan - down)) < 0) {
                out[outOffset + j] = 0;
                continue;
            }
            int quad = quads[
                    source.corner
                            + (down >> Distortion.FRACTION_BITS) * source.stride
                            + (across >> Distortion.FRACTION_BITS)];
            int xWeight = (across >> PixelSource.WEIGHT_SHIFT) & PixelSource.WEIGHT_MASK;
            int yWeight = (down >> PixelSource.WEIGHT_SHIFT) & PixelSource.WEIGHT_MASK;
            int above = mixed(quad & BYTE, (quad >> SECOND) & BYTE, xWeight);
            int below = mixed((quad >> THIRD) & BYTE, quad >>> FOURTH, xWeight);
            int value = (above << PixelSource.WEIGHT_BITS) + (below - above) * yWeight;
            out[outOffset + j] = (byte) ((value + PixelSource.ROUNDING) >> PixelSource.VALUE_BITS);
        }
    }

    private static int mixed(int first, int second, int weight) {
        return (first << PixelSource.WEIGHT_BITS) + (second - first) * weight;
    }
}
