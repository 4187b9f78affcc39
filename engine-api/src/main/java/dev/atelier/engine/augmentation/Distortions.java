package dev.atelier.engine.augmentation;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Tensor;
import java.util.List;

/** An augmentation on a device: its tables, and the key of the epoch. */
public final class Distortions {
    private final Backend backend;
    private final Distortion distortion;
    private final int[] key = new int[Distortion.KEY_WORDS];

    private Distortions(Backend backend, Distortion distortion) {
        this.backend = backend;
        this.distortion = distortion;
    }

    /** Puts the tables of an augmentation on a device. */
    public static Distortions upload(Arena arena, Augmentation augmentation) {
        Tensor turns = arena.allocate("turns", DType.I32, 2, Distortion.TURNS);
        arena.backend().write(turns, turns(augmentation.rotation()));
        Tensor rowModes = null;
        Tensor columnModes = null;
        if (augmentation.elastic()) {
            ElasticBasis basis = ElasticBasis.of(
                    augmentation.height(),
                    augmentation.width(),
                    augmentation.elasticAlpha(),
                    augmentation.elasticSigma());
            rowModes = modes(arena, "row modes", basis.rowModes());
            columnModes = modes(arena, "column modes", basis.columnModes());
        }
        Distortion distortion = new Distortion(
                augmentation.height(),
                augmentation.width(),
                fixed(augmentation.scale()),
                fixed(augmentation.shear()),
                fixed(augmentation.shift()),
                turns,
                rowModes,
                columnModes,
                arena.allocate("distortion key", DType.I32, 1, Distortion.KEY_WORDS));
        return new Distortions(arena.backend(), distortion);
    }

    private static Tensor modes(Arena arena, String label, List<double[]> modes) {
        Tensor tensor = arena.allocate(label, DType.F32, modes.size(), modes.get(0).length);
        arena.backend().write(tensor, ElasticBasis.flat(modes));
        return tensor;
    }

    /** Returns cosines, then sines, of angles spread evenly over {@code -degrees .. degrees}. */
    static int[] turns(double degrees) {
        int[] turns = new int[2 * Distortion.TURNS];
        for (int i = 0; i < Distortion.TURNS; i++) {
            double angle = Math.toRadians(degrees) * ((2 * i + 1.0) / Distortion.TURNS - 1);
            turns[i] = fixed(StrictMath.cos(angle));
            turns[Distortion.TURNS + i] = fixed(StrictMath.sin(angle));
        }
        return turns;
    }

    private static int fixed(double value) {
        return (int) Math.rint(value * (1 << Distortion.FRACTION_BITS));
    }

    /** Returns what {@link dev.atelier.engine.backend.Ops#distortRows} takes. */
    public Distortion distortion() {
        return distortion;
    }

    /**
     * Enqueues the change to the distortions of an epoch.
     *
     * @param seed the run's seed
     * @param epoch its number; the same seed and epoch give the same distortions
     */
    public void startEpoch(long seed, int epoch) {
        key[0] = (int) seed;
        key[1] = (int) (seed >>> Integer.SIZE);
        key[2] = epoch;
        backend.write(distortion.key(), key);
    }
}
