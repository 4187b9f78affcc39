package dev.atelier.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Fused multiply-adds on registers and nothing else: what no kernel can be faster than. */
final class PeakLoop {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    /** Independent chains: two units that take four cycles each are busy with eight, and some hide the loop. */
    private static final int CHAINS = 12;

    private PeakLoop() {}

    /** Runs {@code rounds} rounds, stores a result so that none can be left out, and returns the operations done. */
    static long run(int rounds, float[] result) {
        FloatVector factor = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector shift = FloatVector.broadcast(SPECIES, 0.25f);
        FloatVector c0 = FloatVector.broadcast(SPECIES, 1);
        FloatVector c1 = FloatVector.broadcast(SPECIES, 2);
        FloatVector c2 = FloatVector.broadcast(SPECIES, 3);
        FloatVector c3 = FloatVector.broadcast(SPECIES, 4);
        FloatVector c4 = FloatVector.broadcast(SPECIES, 5);
        FloatVector c5 = FloatVector.broadcast(SPECIES, 6);
        FloatVector c6 = FloatVector.broadcast(SPECIES, 7);
        FloatVector c7 = FloatVector.broadcast(SPECIES, 8);
        FloatVector c8 = FloatVector.broadcast(SPECIES, 9);
        FloatVector c9 = FloatVector.broadcast(SPECIES, 10);
        FloatVector c10 = FloatVector.broadcast(SPECIES, 11);
        FloatVector c11 = FloatVector.broadcast(SPECIES, 12);
        for (int round = 0; round < rounds; round++) {
            c0 = c0.fma(factor, shift);
            c1 = c1.fma(factor, shift);
            c2 = c2.fma(factor, shift);
            c3 = c3.fma(factor, shift);
            c4 = c4.fma(factor, shift);
            c5 = c5.fma(factor, shift);
            c6 = c6.fma(factor, shift);
            c7 = c7.fma(factor, shift);
            c8 = c8.fma(factor, shift);
            c9 = c9.fma(factor, shift);
            c10 = c10.fma(factor, shift);
            c11 = c11.fma(factor, shift);
        }
        c0.add(c1)
                .add(c2)
                .add(c3)
                .add(c4)
                .add(c5)
                .add(c6)
                .add(c7)
                .add(c8)
                .add(c9)
                .add(c10)
                .add(c11)
                .intoArray(result, 0);
        return 2L * rounds * CHAINS * Lanes.COUNT;
    }
}
