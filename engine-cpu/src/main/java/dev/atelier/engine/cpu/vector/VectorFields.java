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
            int linesOffset,
            int stride,
            int[] line,
            int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int k = 0; k < count; k++) {
                sum = FloatVector.broadcast(SPECIES, weights[first + k * step])
                        .fma(FloatVector.fromArray(SPECIES, lines, linesOffset + k * stride + j), sum);
            }
            IntVector.fromArray(INTEGERS, line, j)
                    .add(sum.add(Kernels.BEND_ROUNDER)
                            .reinterpretAsInts()
                            .sub(ROUNDER_BITS)
                            .lanewise(VectorOperators.LSHL, Kernels.BEND_SHIFT))
                    .intoArray(line, j);
        }
    }
}
