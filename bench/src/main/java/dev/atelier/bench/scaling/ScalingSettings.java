package dev.atelier.bench.scaling;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is measured.
 *
 * @param batchSizes samples of a step, at {@link #HIDDEN} units, ascending
 * @param hiddenSizes units of the hidden layer, at {@link #BATCH} samples, ascending
 * @param threads of the cpu backend, at {@link #BATCH} samples and {@link #HIDDEN} units, ascending
 * @param rounds timed rounds of each measurement
 */
record ScalingSettings(List<Integer> batchSizes, List<Integer> hiddenSizes, List<Integer> threads, int rounds) {
    /** Samples of a step where something else varies. */
    static final int BATCH = 128;

    /** Hidden units where something else varies. */
    static final int HIDDEN = 1000;

    private static final int EVERY_COUNT_UP_TO = 8;

    ScalingSettings {
        batchSizes = List.copyOf(new TreeSet<>(batchSizes));
        hiddenSizes = List.copyOf(new TreeSet<>(hiddenSizes));
        threads = List.copyOf(new TreeSet<>(threads));
        if (batchSizes.isEmpty() || hiddenSizes.isEmpty() || threads.isEmpty() || rounds < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1, and no list may be empty");
        }
        if (Stream.of(batchSizes, hiddenSizes, threads).anyMatch(sizes -> sizes.get(0) < 1)) {
            throw new IllegalArgumentException("batch sizes, hidden sizes and threads must be at least 1");
        }
    }

    /** Returns the thread counts to measure on so many processors: all up to 8, then each doubling, and the processors. */
    static List<Integer> usualThreads(int processors) {
        TreeSet<Integer> counts = new TreeSet<>();
        for (int count = 1; count < processors; count = count < EVERY_COUNT_UP_TO ? count + 1 : 2 * count) {
            counts.add(count);
        }
        counts.add(processors);
        return List.copyOf(counts);
    }
}
