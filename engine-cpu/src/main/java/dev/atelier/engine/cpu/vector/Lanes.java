package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.Kernels;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors that all kernels of this package use, and how the end of a row is treated. Nothing here takes or returns a vector, for
 * the compiler makes an object of each vector that passes through a call it does not inline; and a method that it has already compiled
 * by itself it does not inline where that code is longer than InlineSmallCode bytes, or a quarter of them where the call is seldom
 * reached.
 */
final class Lanes {
    /** The machine's widest float vectors, up to the width that matrices are padded to. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= Kernels.MAX_LANES
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;

    /** Floats in a vector. */
    static final int COUNT = SPECIES.length();

    /** Vectors of as many integers. */
    static final VectorSpecies<Integer> INTEGERS = SPECIES.withLanes(int.class);

    /** A vector of ones in all bits, then a vector of zeros: from {@link #inside} on it is the mask of a row's elements. */
    static final int[] INSIDE = new int[2 * COUNT];

    static {
        Arrays.fill(INSIDE, 0, COUNT, -1);
    }

    private Lanes() {}

    /**
     * Returns where in {@link #INSIDE} the mask of {@code length} elements starts, all lanes if there are more. With it, what a vector
     * holds beyond the end of a row counts for zero whatever it is: products write NaN into the padding of their scratch where an
     * infinite factor meets it.
     */
    static int inside(int length) {
        return Math.max(0, COUNT - length);
    }

    /**
     * Zeroes what whole vectors wrote beyond the {@code length} elements from {@code offset} on, up to a vector's end: a row's padding.
     * It is done after the loop over the vectors.
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
