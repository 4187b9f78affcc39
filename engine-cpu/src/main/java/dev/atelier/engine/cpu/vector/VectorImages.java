package dev.atelier.engine.cpu.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.PixelSource;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
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

    private VectorImages() {}

    /** {@link Kernels#packNeighbours}. */
    static void packNeighbours(byte[] pixels, int offset, int stride, int count, int[] quads) {
        for (int i = offset; i < offset + count; i += LANES) {
            IntVector first = (IntVector) ByteVector.fromArray(BYTES, pixels, i).convertShape(B2I, INTEGERS, 0);
            IntVector second =
                    (IntVector) ByteVector.fromArray(BYTES, pixels, i + 1).convertShape(B2I, INTEGERS, 0);
            IntVector third =
                    (IntVector) ByteVector.fromArray(BYTES, pixels, i + stride).convertShape(B2I, INTEGERS, 0);
            IntVector fourth = (IntVector)
                    ByteVector.fromArray(BYTES, pixels, i + stride + 1).convertShape(B2I, INTEGERS, 0);
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
            PixelSource source,
            int[] xs,
            int[] ys,
            int stride,
            int xByRow,
            int yByRow,
            int target,
            int rows,
            int length) {
        int xSpan = source.xSpan;
        int ySpan = source.ySpan;
        int[] places = source.places;
        int[] weights = source.weights;
        int[] targets = source.targets;
        int[] lengths = source.lengths;
        int located = 0;
        for (int row = 0; row < rows; row++) {
            int xFrom = source.left - row * xByRow;
            int yFrom = source.top - row * yByRow;
            int line = row * stride;
            for (int j = 0; j < length; j += LANES) {
                IntVector x = IntVector.fromArray(INTEGERS, xs, line + j).sub(xFrom);
                IntVector y = IntVector.fromArray(INTEGERS, ys, line + j).sub(yFrom);
                IntVector signs = x.or(y).or(x.neg().add(xSpan)).or(y.neg().add(ySpan));
                IntVector across = x.max(0).min(xSpan);
                IntVector down = y.max(0).min(ySpan);
                down.lanewise(ASHR, Distortion.FRACTION_BITS)
                        .mul(source.stride)
                        .add(across.lanewise(ASHR, Distortion.FRACTION_BITS))
                        .intoArray(places, located * LANES);
                IntVector xWeight =
                        across.lanewise(ASHR, PixelSource.WEIGHT_SHIFT).and(PixelSource.WEIGHT_MASK);
                IntVector yWeight =
                        down.lanewise(ASHR, PixelSource.WEIGHT_SHIFT).and(PixelSource.WEIGHT_MASK);
                yWeight.lanewise(LSHL, PixelSource.Y_WEIGHT_SHIFT).or(xWeight).intoArray(weights, located * LANES);
                targets[located] = target + row * length + j;
                lengths[located] = Math.min(LANES, length - j);
                // What is written is overwritten by the next vector if it does not count: a branch would be
                // mispredicted at both ends of
                // the ink.
                located += signs.compare(GE, 0).anyTrue() ? 1 : 0;
            }
        }
        source.located = located;
    }

    /**
     * {@link Kernels#interpolate}. Pixels are fetched, and become bytes, one at a time: of vectors that are gathered or made narrower, the
     * compiler makes objects in some processes. Each stage is a pass of its own, because a vector that is read right after its lanes were
     * written waits until they are in the cache.
     */
    static void interpolate(PixelSource source, byte[] out) {
        int[] quads = source.quads;
        int[] places = source.places;
        int[] weights = source.weights;
        int corner = source.corner;
        int located = source.located;
        int pixels = located * LANES;
        for (int i = 0; i < pixels; i++) {
            places[i] = quads[corner + places[i]];
        }
        for (int i = 0; i < pixels; i += LANES) {
            IntVector quad = IntVector.fromArray(INTEGERS, places, i);
            IntVector weight = IntVector.fromArray(INTEGERS, weights, i);
            IntVector xWeight = weight.and(PixelSource.WEIGHT_MASK);
            IntVector yWeight = weight.lanewise(LSHR, PixelSource.Y_WEIGHT_SHIFT);
            IntVector first = quad.and(BYTE);
            IntVector second = quad.lanewise(LSHR, SECOND).and(BYTE);
            IntVector third = quad.lanewise(LSHR, THIRD).and(BYTE);
            IntVector fourth = quad.lanewise(LSHR, FOURTH);
            IntVector above = first.lanewise(LSHL, PixelSource.WEIGHT_BITS)
                    .add(second.sub(first).mul(xWeight));
            IntVector below = third.lanewise(LSHL, PixelSource.WEIGHT_BITS)
                    .add(fourth.sub(third).mul(xWeight));
            IntVector value = above.lanewise(LSHL, PixelSource.WEIGHT_BITS)
                    .add(below.sub(above).mul(yWeight))
                    .add(PixelSource.ROUNDING)
                    .lanewise(LSHR, PixelSource.VALUE_BITS);
            value.intoArray(places, i);
        }
        for (int i = 0; i < located; i++) {
            int target = source.targets[i];
            int length = source.lengths[i];
            for (int lane = 0; lane < length; lane++) {
                out[target + lane] = (byte) places[i * LANES + lane];
            }
        }
    }
}
