package dev.atelier.engine.cpu.kernel;

import dev.atelier.engine.backend.Distortion;
import java.util.Arrays;

/** Interpolation of images' pixels, one at a time. */
public final class PlainImages {
    private static final int BYTE = 0xFF;
    private static final int SECOND = 8;
    private static final int THIRD = 16;
    private static final int FOURTH = 24;

    private PlainImages() {}

    /** {@link Kernels#packNeighbours}. */
    public static void packNeighbours(byte[] pixels, int offset, int stride, int count, int[] quads) {
        for (int i = 0; i < count; i++) {
            int above = offset + i;
            int below = above + stride;
            quads[i] = (pixels[above] & BYTE)
                    | (pixels[above + 1] & BYTE) << SECOND
                    | (pixels[below] & BYTE) << THIRD
                    | pixels[below + 1] << FOURTH;
        }
    }

    /** {@link Kernels#locate}. */
    public static void locate(
            PixelSource source, int[] xs, int[] ys, int stride, int xByRow, int yByRow, int rows, int length) {
        int located = 0;
        for (int row = 0; row < rows; row++) {
            int xFrom = source.left - row * xByRow;
            int yFrom = source.top - row * yByRow;
            for (int j = 0; j < length; j++) {
                int across = xs[row * stride + j] - xFrom;
                int down = ys[row * stride + j] - yFrom;
                if ((across | down | (source.xSpan - across) | (source.ySpan - down)) < 0) {
                    continue;
                }
                source.across[located] = across;
                source.down[located] = down;
                source.targets[located] = row * length + j;
                located++;
            }
        }
        source.located = located;
    }

    /** {@link Kernels#interpolate}. */
    public static void interpolate(PixelSource source, byte[] out, int offset, int size) {
        Arrays.fill(out, offset, offset + size, (byte) 0);
        for (int i = 0; i < source.located; i++) {
            int across = source.across[i];
            int down = source.down[i];
            int quad = source.quads[
                    (down >> Distortion.FRACTION_BITS) * source.stride + (across >> Distortion.FRACTION_BITS)];
            int xWeight = (across >> PixelSource.WEIGHT_SHIFT) & PixelSource.WEIGHT_MASK;
            int yWeight = (down >> PixelSource.WEIGHT_SHIFT) & PixelSource.WEIGHT_MASK;
            int above = mixed(quad & BYTE, (quad >> SECOND) & BYTE, xWeight);
            int below = mixed((quad >> THIRD) & BYTE, quad >>> FOURTH, xWeight);
            int value = (above << PixelSource.WEIGHT_BITS) + (below - above) * yWeight;
            out[offset + source.targets[i]] = (byte) ((value + PixelSource.ROUNDING) >> PixelSource.VALUE_BITS);
        }
    }

    private static int mixed(int first, int second, int weight) {
        return (first << PixelSource.WEIGHT_BITS) + (second - first) * weight;
    }
}
