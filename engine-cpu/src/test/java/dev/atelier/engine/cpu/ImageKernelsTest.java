package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.PixelSource;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What distortions of images are made of, and rows of bytes. */
class ImageKernelsTest {
    private static final int[] LENGTHS = {1, 7, 15, 16, 17, 28, 65};
    private static final int ONE = 1 << 16;

    static Stream<Kernels> kernels() {
        return PaddedRows.kernels();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void kernelsSayHowTheyMayBeDivided(Kernels kernels) {
        assertThat(kernels.description()).isNotBlank();
        assertThat(kernels.rowStep()).isBetween(1, 8);
        assertThat(kernels.columnStep()).isPositive().isLessThanOrEqualTo(64);
        float[] result = new float[Kernels.MAX_LANES];
        boolean plain = kernels.description().equals("plain Java");
        assertThat(kernels.multiplyAdd(10, result) > 0).isNotEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void sumsOfRowsAreExact(Kernels kernels) {
        for (int length : LENGTHS) {
            PaddedRows x = new PaddedRows(1, length).integers(new Random(length), 100);
            PaddedRows y = new PaddedRows(1, length).integers(new Random(length + 1), 100);
            PaddedRows sum = x.copy();
            kernels.add(sum.floats, sum.index(0, 0), y.floats, y.index(0, 0), length);
            for (int j = 0; j < length; j++) {
                assertThat(sum.get(0, j)).isEqualTo(x.get(0, j) + y.get(0, j));
            }
            sum.assertEdgesAreKept("sum of " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void smallProductsAreExact(Kernels kernels) {
        for (int columns : LENGTHS) {
            int rows = 3;
            int depth = 5;
            Random random = new Random(columns);
            float[] a = new float[rows * depth];
            for (int k = 0; k < a.length; k++) {
                a[k] = random.nextInt(17) - 8;
            }
            PaddedRows b = new PaddedRows(depth, columns).integers(random, 8);
            PaddedRows c = new PaddedRows(rows, columns);
            float[] target = new float[rows * c.stride];
            kernels.combine(a, rows, depth, b.floats, PaddedRows.OFFSET, b.stride, target, c.stride, columns);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    float sum = 0;
                    for (int k = 0; k < depth; k++) {
                        sum += a[i * depth + k] * b.get(k, j);
                    }
                    assertThat(target[i * c.stride + j]).isEqualTo(sum);
                }
            }
        }
    }

    /** The first product is inexact, and its error all that the second term leaves. */
    @ParameterizedTest
    @MethodSource("kernels")
    void smallProductsRoundOnceATerm(Kernels kernels) {
        float a = 1 + 0x1p-20f;
        PaddedRows b = new PaddedRows(2, 1).fill((i, j) -> i == 0 ? -1 - 0x1p-19f : a);
        float[] target = new float[b.stride];
        kernels.combine(new float[] {1, a}, 1, 2, b.floats, PaddedRows.OFFSET, b.stride, target, b.stride, 1);
        assertThat(target[0]).isEqualTo(0x1p-40f);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void displacementsAreRoundedTo4096thsOfAPixel(Kernels kernels) {
        int count = 3;
        int step = 4;
        int first = 2;
        for (int length : LENGTHS) {
            Random random = new Random(length);
            PaddedRows lines = new PaddedRows(2 * count, length).random(random, 20);
            float[] flat = new float[2 * count * lines.stride];
            System.arraycopy(lines.floats, PaddedRows.OFFSET, flat, 0, flat.length);
            float[] weights = new float[first + count * step];
            for (int k = 0; k < weights.length; k++) {
                weights[k] = 4 * random.nextFloat() - 2;
            }
            int[][] starts = new int[2][lines.stride];
            int[][] moved = new int[2][3 + lines.stride];
            for (int j = 0; j < length; j++) {
                starts[0][j] = random.nextInt(ONE);
                starts[1][j] = random.nextInt(ONE);
            }
            kernels.bend(
                    weights,
                    first,
                    step,
                    count,
                    flat,
                    lines.stride,
                    starts[0],
                    moved[0],
                    starts[1],
                    moved[1],
                    3,
                    length);
            for (int axis = 0; axis < 2; axis++) {
                for (int j = 0; j < length; j++) {
                    double sum = 0;
                    for (int k = 0; k < count; k++) {
                        sum += (double) weights[first + k * step] * lines.get(axis * count + k, j);
                    }
                    int units = moved[axis][3 + j] - starts[axis][j];
                    assertThat(units % 16).isZero();
                    // Half a 4096th by the rounding, and what three roundings of single precision add.
                    assertThat(units / (double) ONE).isCloseTo(sum, offset(0.5 / 4096 + 3e-5));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void pixelsAreInterpolatedBetweenTheFourRoundThem(Kernels kernels) {
        int side = 9;
        int stride = 11;
        Random random = new Random(7);
        byte[] pixels = new byte[(side + 4) * stride + 2 * Kernels.MAX_LANES];
        // What lies round the source is not zero, its first and last columns and rows are.
        Arrays.fill(pixels, (byte) 200);
        int corner = 5;
        for (int y = 0; y <= side; y++) {
            for (int x = 0; x <= side; x++) {
                boolean inside = x > 0 && y > 0 && x < side && y < side;
                pixels[corner + y * stride + x] = (byte) (inside ? random.nextInt(256) : 0);
            }
        }
        PixelSource source = new PixelSource();
        source.stride = stride;
        source.left = -3 * ONE;
        source.top = 2 * ONE;
        source.xSpan = side * ONE;
        source.ySpan = side * ONE;
        source.quads = new int[pixels.length];
        kernels.packNeighbours(pixels, corner, stride, side * stride + side + 1, source.quads);
        int rows = 3;
        int xByRow = 3 * ONE / 2;
        int yByRow = -ONE / 4;
        for (int length : LENGTHS) {
            int lineStride = length + Kernels.MAX_LANES;
            source.reserve(rows * length, rows * lineStride);
            source.lastColumn = (length - 1) * ONE;
            int[] xs = new int[rows * lineStride];
            int[] ys = new int[rows * lineStride];
            for (int i = 0; i < xs.length; i++) {
                // Coordinates are rounded to the 2048ths of a pixel that weights have.
                xs[i] = source.left + 32 * (random.nextInt((side + 2) * 2048) - 2048);
                ys[i] = source.top + 32 * (random.nextInt((side + 2) * 2048) - 2048);
            }
            int[][] edges = {{0, 4 * ONE}, {source.xSpan, 4 * ONE}, {4 * ONE, 0}, {4 * ONE, source.ySpan}};
            for (int j = 0; j < Math.min(edges.length, length); j++) {
                xs[j] = source.left + edges[j][0];
                ys[j] = source.top + edges[j][1];
            }
            for (int i = 0; i < xs.length; i++) {
                xs[i] = i % lineStride < length ? xs[i] : PixelSource.OUTSIDE;
            }
            int[] shiftedXs = xs.clone();
            int[] shiftedYs = ys.clone();
            for (int i = 0; i < xs.length; i++) {
                shiftedXs[i] -= i / lineStride * xByRow;
                shiftedYs[i] -= i / lineStride * yByRow;
            }
            byte[] out = new byte[3 + rows * length + 1];
            out[2] = 77;
            out[3 + rows * length] = 77;
            kernels.locate(source, shiftedXs, shiftedYs, lineStride, xByRow, yByRow, rows, length);
            Arrays.fill(out, 3, 3 + rows * length, (byte) 50);
            kernels.interpolate(source, out, 3, rows * length);
            for (int i = 0; i < rows * length; i++) {
                int place = i / length * lineStride + i % length;
                double x = (xs[place] - source.left) / (double) ONE;
                double y = (ys[place] - source.top) / (double) ONE;
                assertThat(out[3 + i] & 0xFF)
                        .as("pixel at (%s, %s) by %s", y, x, kernels.description())
                        .isEqualTo((int) Math.floor(interpolated(pixels, corner, stride, side, y, x) + 0.5));
            }
            assertThat(out[2]).isEqualTo((byte) 77);
            assertThat(out[3 + rows * length]).isEqualTo((byte) 77);
        }
    }

    private static double interpolated(byte[] pixels, int corner, int stride, int side, double y, double x) {
        if (x < 0 || y < 0 || x > side || y > side) {
            return 0;
        }
        int row = (int) Math.floor(y);
        int column = (int) Math.floor(x);
        double value = 0;
        for (int i = row; i <= row + 1; i++) {
            for (int j = column; j <= column + 1; j++) {
                int pixel = i <= side && j <= side ? pixels[corner + i * stride + j] & 0xFF : 0;
                value += pixel * (1 - Math.abs(y - i)) * (1 - Math.abs(x - j));
            }
        }
        return value;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void bytesAreScaledAsUnsigned(Kernels kernels) {
        byte[] bytes = new byte[259];
        for (int j = 0; j < bytes.length; j++) {
            bytes[j] = (byte) j;
        }
        float[] out = new float[260];
        kernels.scaleBytes(bytes, 2, 0.5f, out, 3, 257);
        for (int j = 0; j < 257; j++) {
            assertThat(out[3 + j]).isEqualTo(0.5f * ((j + 2) % 256));
        }
        assertThat(out[2]).isZero();
    }
}
