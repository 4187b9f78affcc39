package dev.atelier.engine.opencl;

import java.util.List;

/**
 * Products that are tuned together: those of one layout whose sizes fall between the same bounds, so that what suits one of
 * them suits the others.
 *
 * @param layout a letter for each operand, see {@link GemmShape#layout()}
 * @param m the bound of the rows, one of {@link #BOUNDS}
 * @param n the bound of the columns
 * @param k the bound of the depth
 */
record GemmBucket(String layout, int m, int n, int k) {
    /**
     * The largest size of each class. A factor of four changes which sizes are best; batches of 128 and 256 share a bucket, and
     * so do layers of 784 and 1000.
     */
    static final List<Integer> BOUNDS = List.of(16, 64, 256, 1024, Integer.MAX_VALUE);

    /** The longest side of a product that is thin. */
    static final int THIN = BOUNDS.get(0);

    /** Checks that there can be such a bucket. */
    GemmBucket {
        if (!List.of("nn", "nt", "tn", "tt").contains(layout)) {
            throw new IllegalArgumentException("a layout is nn, nt, tn or tt, but this one is '" + layout + "'");
        }
        for (int size : new int[] {m, n, k}) {
            if (!BOUNDS.contains(size)) {
                throw new IllegalArgumentException("sizes end at 16, 64, 256, 1024 or 'more', but not at " + size);
            }
        }
    }

    /**
     * Whether the side that stays in registers is so short that packing costs more than it saves: the columns, or the depth where the right
     * operand is transposed.
     */
    boolean isThin() {
        return switch (layout) {
            case "nn", "tn" -> n == THIN;
            case "nt" -> k == THIN;
            default -> false;
        };
    }

    /** Returns the smallest bound that is not below a size. */
    static int bound(int size) {
        return BOUNDS.stream().filter(bound -> size <= bound).findFirst().orElseThrow();
    }
}
