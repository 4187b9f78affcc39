package dev.atelier.engine.cpu.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.PixelSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Interpolation of images' pixels, a pixel a lane. */
final class VectorImages {
    private static final VectorSpecies<Integer> INTEGERS = Lanes.SPECIES.withLanes(int.class);
    private static final int LANES = Lanes.COUNT;

    /** Whether there are vectors of as many bytes as there are lanes; if not, nothing here may be called. */
    static final boolean AVAILABLE = LANES * Byte.SIZE >= VectorShape.S_64_BIT.vectorBitSize();

    private static final VectorSpecies<Byte> BYTES =
            AVAILABLE ? VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE)) : ByteVector.SPECIES_64;

    private static final int BYTE = 0xFF;
    private static final int SECOND = 8;
    private static final int THIRD = 16;
    private static final int FOURTH = 24;

    /** From the second value of a pair to the second byte. */
    private static final int SECOND_VALUE = Integer.SIZE - Byte.SIZE;

    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private VectorImages() {}

    /** {@link Kernels#packNeighbours}. */
    static void packNeighbours(byte[] pixels, int offset, int stride, int count, int[] quads) {
        for (int i = 0; i < count; i += LANES) {
            int above = offset + i;
            int below = above + stride;
            IntVector first =
                    (IntVector) ByteVector.fromArray(BYTES, pixels, above).convertShape(B2I, INTEGERS, 0);
            IntVector second =
                    (IntVector) ByteVector.fromArray(BYTES, pixels, above + 1).convertShape(B2I, INTEGERS, 0);
            IntVector third =
                    (IntVector) ByteVector.fromArray(BYTES, pixels, below).convertShape(B2I, INTEGERS, 0);
            IntVector fourth =
                    (IntVector) ByteVector.fromArray(BYTES, pixels, below + 1).convertShape(B2I, INTEGERS, 0);
            IntVector upper = first.and(BYTE).or(second.and(BYTE).lanewise(LSHL, SECOND));
            IntVector lower = third.and(BYTE).lanewise(LSHL, THIRD).or(fourth.lanewise(LSHL, FOURTH));
            upper.or(lower).intoArray(quads, i);
        }
    }

    /**
     * {@link Kernels#locate}: vectors with a pixel that comes from within the source. A whole image at a time: of a method for one line, so
     * short that the compiler may put it into its callers, some processes made objects of vectors.
     */
    static void locate(
            PixelSource source, int[] xs, int[] ys, int stride, int xByRow, int yByRow, int rows, int length) {
        IntVector xSpan = IntVector.broadcast(INTEGERS, source.xSpan);
        IntVector ySpan = IntVector.broadcast(INTEGERS, source.ySpan);
        int[] across = source.across;
        int[] down = source.down;
        int[] targets = source.targets;
        int located = 0;
        for (int row = 0; row < rows; row++) {
            int xFrom = source.left - row * xByRow;
            int yFrom = source.top - row * yByRow;
            int line = row * stride;
            int shift = row * source.columnShift;
            int first = Math.max(0, (source.firstColumn + shift) >> Distortion.FRACTION_BITS);
            int last = Math.min(length - 1, (source.lastColumn + shift) >> Distortion.FRACTION_BITS);
            for (int j = first; j <= last; j += LANES) {
                IntVector x = IntVector.fromArray(INTEGERS, xs, line + j).sub(xFrom);
                IntVector y = IntVector.fromArray(INTEGERS, ys, line + j).sub(yFrom);
                IntVector signs = x.or(y).or(xSpan.sub(x)).or(ySpan.sub(y));
                x.max(0).min(xSpan).intoArray(across, located * LANES);
                y.max(0).min(ySpan).intoArray(down, located * LANES);
                targets[located] = row * length + j;
                // If it does not count, the next vector overwrites it: a branch would be mispredicted at both ends of
                // the ink.
                located += signs.compare(GE, 0).anyTrue() ? 1 : 0;
            }
        }
        source.located = located;
    }

    /**
     * {@link Kernels#interpolate}. Pixels are fetched one at a time and become bytes two at a time: of vectors that are gathered, made
     * narrower or only copied, the compiler makes objects in some processes. Each stage is a pass of its own, because a vector that is read
     * right after its lanes were written waits until they are in the cache.
     */
    static void interpolate(PixelSource source, byte[] out, int offset, int size) {
        int located = source.located;
        fetch(source, located * LANES);
        mix(source, located * LANES);
        long[] pairs = source.pairs;
        int[] targets = source.targets;
        byte[] image = source.image;
        Arrays.fill(image, 0, size, (byte) 0);
        // A row's last vector goes over into the next row: zeros, which come before what that row has.
        for (int i = 0; i < located; i++) {
            int target = targets[i];
            for (int pair = 0; pair < LANES / 2; pair++) {
                PAIR.set(image, target + 2 * pair, (short) pairs[i * (LANES / 2) + pair]);
            }
        }
        System.arraycopy(image, 0, out, offset, size);
    }

    /** Fetches the neighbours of each located pixel. */
    private static void fetch(PixelSource source, int pixels) {
        int[] across = source.across;
        int[] down = source.down;
        int[] neighbours = source.neighbours;
        int[] quads = source.quads;
        int stride = source.stride;
        for (int i = 0; i < pixels; i += LANES) {
            IntVector.fromArray(INTEGERS, down, i)
                    .lanewise(ASHR, Distortion.FRACTION_BITS)
                    .mul(stride)
                    .add(IntVector.fromArray(INTEGERS, across, i).lanewise(ASHR, Distortion.FRACTION_BITS))
                    .intoArray(neighbours, i);
        }
        for (int i = 0; i < pixels; i++) {
            neighbours[i] = quads[neighbours[i]];
        }
    }

    /** Interpolates between them. */
    private static void mix(PixelSource source, int pixels) {
        int[] across = source.across;
        int[] down = source.down;
        int[] neighbours = source.neighbours;
        long[] pairs = source.pairs;
        for (int i = 0; i < pixels; i += LANES) {
            IntVector quad = IntVector.fromArray(INTEGERS, neighbours, i);
            IntVector xWeight = IntVector.fromArray(INTEGERS, across, i)
                    .lanewise(LSHR, PixelSource.WEIGHT_SHIFT)
                    .and(PixelSource.WEIGHT_MASK);
            IntVector yWeight = IntVector.fromArray(INTEGERS, down, i)
                    .lanewise(LSHR, PixelSource.WEIGHT_SHIFT)
                    .and(PixelSource.WEIGHT_MASK);
            IntVector first = quad.and(BYTE);
            IntVector second = quad.lanewise(LSHR, SECOND).and(BYTE);
            IntVector third = quad.lanewise(LSHR, THIRD).and(BYTE);
            IntVector fourth = quad.lanewise(LSHR, FOURTH);
            IntVector above = first.lanewise(LSHL, PixelSource.WEIGHT_BITS)
                    .add(second.sub(first).mul(xWeight));
            IntVector below = third.lanewise(LSHL, PixelSource.WEIGHT_BITS)
                    .add(fourth.sub(third).mul(xWeight));
            LongVector values = above.lanewise(LSHL, PixelSource.WEIGHT_BITS)
                    .add(below.sub(above).mul(yWeight))
                    .add(PixelSource.ROUNDING)
                    .lanewise(LSHR, PixelSource.VALUE_BITS)
                    .reinterpretAsLongs();
            values.lanewise(LSHR, SECOND_VALUE).or(values).intoArray(pairs, i / 2);
        }
    }
}
