package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.Kernels;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors that all kernels of this package use, and how a piece of a row is read and written with them. */
final class Lanes {
    /** The machine's widest float vectors, up to the width that matrices are padded to. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= Kernels.MAX_LANES
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;

    /** Floats in a vector. */
    static final int COUNT = SPECIES.length();

    private static final VectorSpecies<Integer> INTEGERS = SPECIES.withLanes(int.class);

    /** A vector of ones in all bits, then a vector of zeros. */
    private static final int[] ONES_THEN_ZEROS = new int[2 * COUNT];

    static {
        Arrays.fill(ONES_THEN_ZEROS, 0, COUNT, -1);
    }

    private Lanes() {}

    /** Reads a vector; beyond the end of a row it holds the padding's zeros. */
    static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }

    /**
     * Reads a vector of which {@code inside} lanes belong to a row, and takes the others for zero whatever they hold: products write NaN
     * into the padding of their scratch where an infinite factor meets it. Faster than {@link #clearPadding} for narrow matrices.
     */
    static FloatVector loadInside(float[] array, int offset, int inside) {
        int zeros = Math.max(0, COUNT - inside);
        return load(array, offset)
                .reinterpretAsInts()
                .and(IntVector.fromArray(INTEGERS, ONES_THEN_ZEROS, zeros))
                .reinterpretAsFloats();
    }

    /**
     * Zeroes what whole vectors wrote beyond the {@code length} elements from {@code offset} on, up to a vector's end: a row's padding.
     * It is done after the loop over the vectors because the compiler makes an object of each vector that is handed to a method
     * it does not inline.
     */
    static void clearPadding(float[] array, int offset, int length) {
        int beyond = length % COUNT;
        if (beyond > 0) {
            Arrays.fill(array, offset + length, offset + length - beyond + COUNT, 0);
        }
    }

    /**
     * Restores the zeros behind {@code width} elements of each row of a tile that overlaps its matrix's padding. Products give zeros
     * there anyway, unless an infinite or undefined factor makes all of a row's padding undefined.
     */
    static void clearPadding(float[] array, int offset, int stride, int rows, int width) {
        if (width % COUNT > 0) {
            for (int i = 0; i < rows; i++) {
                int first = offset + i * stride + width;
                if (array[first] != 0) {
                    clearPadding(array, offset + i * stride, width);
                }
            }
        }
    }
}
