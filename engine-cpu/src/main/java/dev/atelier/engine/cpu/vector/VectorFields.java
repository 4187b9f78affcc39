package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.Kernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Displacement fields of images, summed over modes two vectors at a time: enough to keep multiply-adds busy, few enough for narrow images. */
final class VectorFields {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final VectorSpecies<Integer> INTEGERS = SPECIES.withLanes(int.class);
    private static final int LANES = Lanes.COUNT;
    private static final int ROUNDER_BITS = Float.floatToRawIntBits(Kernels.BEND_ROUNDER);

    private VectorFields() {}

    /** {@link Kernels#combine}. */
    static void combine(
            float[] a, int rows, int depth, float[] b, int bOffset, int bStride, float[] c, int cStride, int columns) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j += LANES) {
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int k = 0; k < depth; k++) {
                    sum = FloatVector.broadcast(SPECIES, a[i * depth + k])
                            .fma(FloatVector.fromArray(SPECIES, b, bOffset + k * bStride + j), sum);
                }
                sum.intoArray(c, i * cStride + j);
            }
        }
    }

    /** {@link Kernels#bend}. */
    static void bend(
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
        for (int j = 0; j < length; j += LANES) {
            FloatVector x = FloatVector.zero(SPECIES);
            FloatVector y = FloatVector.zero(SPECIES);
            for (int k = 0; k < count; k++) {
                FloatVector weight = FloatVector.broadcast(SPECIES, weights[first + k * step]);
                x = weight.fma(FloatVector.fromArray(SPECIES, lines, k * stride + j), x);
                y = weight.fma(FloatVector.fromArray(SPECIES, lines, (count + k) * stride + j), y);
            }
            IntVector.fromArray(INTEGERS, xs, j)
                    .add(x.add(Kernels.BEND_ROUNDER)
                            .reinterpretAsInts()
                            .sub(ROUNDER_BITS)
                            .lanewise(VectorOperators.LSHL, Kernels.BEND_SHIFT))
                    .intoArray(xLine, offset + j);
            IntVector.fromArray(INTEGERS, ys, j)
                    .add(y.add(Kernels.BEND_ROUNDER)
                            .reinterpretAsInts()
                            .sub(ROUNDER_BITS)
                            .lanewise(VectorOperators.LSHL, Kernels.BEND_SHIFT))
                    .intoArray(yLine, offset + j);
        }
    }
}
