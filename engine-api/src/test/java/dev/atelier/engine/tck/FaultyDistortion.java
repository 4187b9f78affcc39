package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;

/** Distortions with one fault. */
final class FaultyDistortion extends DistortionOracle {
    private final Fault fault;
    private final Distortion distortion;

    FaultyDistortion(Fault fault, Distortion distortion) {
        super(
                distortion,
                key(fault, distortion),
                ReferenceOps.of(distortion.turns()).integers,
                ReferenceOps.contents(distortion.rowModes()),
                ReferenceOps.contents(distortion.columnModes()));
        this.fault = fault;
        this.distortion = distortion;
    }

    private static int[] key(Fault fault, Distortion distortion) {
        int[] key = ReferenceOps.of(distortion.key()).integers.clone();
        if (fault == Fault.DISTORT_IGNORES_EPOCH) {
            key[2] = 0;
        } else if (fault == Fault.DISTORT_IGNORES_HALF_OF_SEED) {
            key[1] = 0;
        }
        return key;
    }

    /** Returns the distortion that a fault makes of another. */
    static Distortion of(Fault fault, Distortion d) {
        boolean swaps = fault == Fault.DISTORT_SWAPS_SIDES && d.rowModes() == null;
        return swaps
                ? new Distortion(
                        /* height= */ d.width(),
                        /* width= */ d.height(),
                        d.scale(),
                        d.shear(),
                        d.shift(),
                        d.turns(),
                        null,
                        null,
                        d.key())
                : d;
    }

    /** Fails as a fault would have it. */
    static void checkOrder(Fault fault, RowSelection rows, Tensor out) {
        long end = (long) ReferenceOps.of(rows.step()).integers[0] * rows.stride() + out.rows();
        if (fault == Fault.DISTORT_THROWS_BEYOND_ORDER && end > rows.order().size()) {
            throw new ArrayIndexOutOfBoundsException("beyond the order");
        }
    }

    @Override
    double[] image(int[] pixels, int row) {
        double[] image = super.image(pixels, fault == Fault.DISTORT_DRAWS_FOR_ANOTHER_SAMPLE ? row + 1 : row);
        for (int i = 0; fault == Fault.DISTORT_TRUNCATES && i < image.length; i++) {
            image[i] = Math.floor(image[i]);
        }
        return image;
    }

    @Override
    double bend(double[] z, int first, int y, int x) {
        return super.bend(z, fault == Fault.DISTORT_BENDS_ONE_AXIS ? 0 : first, y, x);
    }

    @Override
    double pixel(int[] pixels, int y, int x) {
        if (fault == Fault.DISTORT_REPEATS_EDGES) {
            int row = Math.max(0, Math.min(y, distortion.height() - 1));
            return super.pixel(pixels, row, Math.max(0, Math.min(x, distortion.width() - 1)));
        }
        double pixel = super.pixel(pixels, y, x);
        return fault == Fault.DISTORT_SIGNED_BYTES && pixel > Byte.MAX_VALUE ? pixel - 256 : pixel;
    }
}
