package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.Kernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The vectors that all kernels of this package use, and how a piece of a row is read and written with them. */
final class Lanes {
    /** The machine's widest float vectors, up to the width that matrices are padded to. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= Kernels.MAX_LANES
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;

    /** Floats in a vector. */
    static final int COUNT = SPECIES.length();

    private static final float[] RAMP = ramp();

    private Lanes() {}

    /** Reads a vector; beyond the end of a row it holds the padding's zeros. */
    static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }

    /** Writes a vector of which {@code left} lanes belong to the row and the others, if any, to its padding. */
    static void store(FloatVector vector, float[] array, int offset, int left) {
        if (left >= COUNT) {
            vector.intoArray(array, offset);
        } else {
            VectorMask<Float> inside =
                    FloatVector.fromArray(SPECIES, RAMP, 0).compare(VectorOperators.LT, (float) left);
            FloatVector.zero(SPECIES).blend(vector, inside).intoArray(array, offset);
        }
    }

    private static float[] ramp() {
        float[] ramp = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            ramp[i] = i;
        }
        return ramp;
    }
}
