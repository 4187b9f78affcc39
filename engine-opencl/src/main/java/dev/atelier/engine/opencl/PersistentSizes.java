package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendUnavailableException;
import java.util.Map;

/**
 * How {@code persistent.cl} divides a network among the cores of a device.
 *
 * @param groups work-groups, which have to run at the same time
 * @param units hidden units of each
 * @param items work-items of a work-group
 * @param slices work-items that share the depth of a sum
 * @param rows samples of a work-item in the first product
 * @param memory float4s of local memory of a work-group
 */
record PersistentSizes(int groups, int units, int items, int slices, int rows, int memory) {
    private static final int QUAD = 4;
    private static final long QUAD_BYTES = 16;

    /** Fewest work-items of a GPU's work-group: a warp. */
    private static final int MIN_ITEMS = 32;

    /** More work-items than 256 would have fewer than the 255 registers that a rule with two states takes on NVIDIA's GPUs. */
    private static final int MAX_ITEMS = 256;

    private static final int MAX_SLICES = 8;
    private static final int MAX_ROWS = 4;

    /** A GPU's work-item keeps four sums a unit in registers. */
    private static final int MAX_GPU_UNITS = 32;

    /** What the optimiser keeps lies in registers on a GPU, on a stack of some MiB on a CPU. */
    private static final int MAX_GPU_STATE = 128;

    private static final int MAX_CPU_STATE = 1 << 17;

    /**
     * Chooses the sizes.
     *
     * @param wantedGroups as many work-groups as are to be there at most, 0 for one a core
     * @throws BackendUnavailableException if the network does not fit the device
     */
    static PersistentSizes of(Preset preset, long localBytes, int wantedGroups, PersistentStep step) {
        int cores = preset.computeUnits();
        if (wantedGroups > cores) {
            throw unavailable(wantedGroups + " work-groups can't run at the same time on " + cores + " cores");
        }
        int most = wantedGroups == 0 ? cores : wantedGroups;
        int units = ceiling(step.width(), most);
        int groups = ceiling(step.width(), units);
        int quads = step.inputs() / QUAD + 1;
        int items = preset.strips() ? 1 : items(quads, preset.maxGroupItems());
        int slices = Math.min(MAX_SLICES, items);
        int rows = Math.max(1, Math.min(MAX_ROWS, ceiling(step.batch(), items / slices)));
        long memory = memory(step, units, items, slices);
        long bytes = memory * QUAD_BYTES + (long) step.batch() * Integer.BYTES + Integer.BYTES;
        String share = "with " + units + " hidden units in each of " + groups + " work-groups, ";
        if (bytes > localBytes) {
            throw unavailable(
                    share + "each needs " + bytes + " bytes of local memory, and the device has " + localBytes);
        }
        if (!preset.strips() && units > MAX_GPU_UNITS) {
            throw unavailable(share + "there are too many for its registers, which hold " + MAX_GPU_UNITS);
        }
        int states = step.hiddenUpdate().rule().stateTensors();
        long kept = (long) ceiling(quads, items) * QUAD * QUAD * ceiling(units, QUAD) * states;
        int limit = preset.strips() ? MAX_CPU_STATE : MAX_GPU_STATE;
        if (kept > limit) {
            throw unavailable(share + "a work-item would keep " + kept + " numbers of the optimiser, and at most "
                    + limit + " fit");
        }
        return new PersistentSizes(groups, units, items, slices, rows, Math.toIntExact(memory));
    }

    private static BackendUnavailableException unavailable(String reason) {
        return new BackendUnavailableException("one launch can't do many steps on this device: " + reason);
    }

    /** As many work-items as there are quads of inputs, a power of two. */
    private static int items(int quads, int maxGroupItems) {
        int wanted = Math.max(MIN_ITEMS, Integer.highestOneBit(Math.max(1, quads * 2 - 1)));
        return Math.min(Math.min(MAX_ITEMS, wanted), Integer.highestOneBit(maxGroupItems));
    }

    /** NEEDED of {@code persistent.cl}, which does not compile with less. */
    private static long memory(PersistentStep step, int units, int items, int slices) {
        long vectors = ceiling(units, QUAD);
        long blocks = items / slices;
        long parts = Math.max(1L, items / step.classes());
        long work = Math.max(
                slices * (blocks * vectors + 1),
                Math.max(
                        quads((long) step.batch() * step.classes()),
                        quads(Math.max((parts + 2L) * step.classes(), items))));
        return (step.inputs() / QUAD + 1L) * (QUAD * vectors + 1)
                + 2L * step.batch() * vectors
                + quads((units + 1L) * step.classes())
                + work;
    }

    private static long quads(long floats) {
        return (floats + QUAD - 1) / QUAD;
    }

    private static int ceiling(int value, int step) {
        return (value + step - 1) / step;
    }

    /** Returns the sizes as defines. */
    Map<String, Object> defines() {
        return Map.of("UNITS", units, "GROUP", items, "SLICES", slices, "RM", rows, "MEMORY", memory);
    }
}
