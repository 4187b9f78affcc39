package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.Kernels;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors that all kernels of this package use, and how a piece of a row is read and written with them. */
final class Lanes {
    /** The machine's widest float vectors, up to the width that matrices are padded to. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= Kernels.MAX_LANES
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;

    /** Floats in a vector. */
    static final int COUNT = SPECIES.length();

    private Lanes() {}

    /** Reads a vector; beyond the end of a row it holds the padding's zeros. */
    static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }

    /**
     * Writes a vector of which {@code left} lanes belong to the row and the others, if any, to its padding. Small enough that the
     * compiler inlines it wherever it is called: a call that is not inlined makes the vector an object.
     */
    static void store(FloatVector vector, float[] array, int offset, int left) {
        vector.intoArray(array, offset);
        if (left < COUNT) {
            Arrays.fill(array, offset + left, offset + COUNT, 0);
        }
    }
}
