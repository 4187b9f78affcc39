package dev.atelier.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times several workloads in turn: one after the other in each round, so that noise of the machine meets all of them. */
public final class Stopwatch {
    /** Java's compilers have seen a kernel often enough after this long. */
    private static final double WARM_UP_SECONDS = 0.4;

    /** Long enough that waiting for the device and reading the clock do not matter. */
    private static final double REGION_SECONDS = 0.06;

    private final int rounds;

    /** Makes a stopwatch that times each workload in so many rounds. */
    public Stopwatch(int rounds) {
        this.rounds = rounds;
    }

    /** Returns the seconds that one run of each workload takes. */
    public List<Sample> time(List<Workload> workloads) {
        int[] times = new int[workloads.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = warmUp(workloads.get(i));
        }
        double[][] seconds = new double[workloads.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < times.length; i++) {
                seconds[i][round] = region(workloads.get(i), times[i]) / times[i];
            }
        }
        List<Sample> samples = new ArrayList<>();
        Arrays.stream(seconds).map(Sample::new).forEach(samples::add);
        return samples;
    }

    /** Runs the workload for a while and returns how many runs fill a timed region. */
    private static int warmUp(Workload workload) {
        double total = 0;
        double fastest = Double.POSITIVE_INFINITY;
        int times = 1;
        while (total < WARM_UP_SECONDS) {
            double region = region(workload, times);
            total += region;
            fastest = Math.min(fastest, region / times);
            times = (int) Math.max(1, Math.ceil(REGION_SECONDS / fastest));
        }
        return times;
    }

    private static double region(Workload workload, int times) {
        long started = System.nanoTime();
        workload.run(times);
        return (System.nanoTime() - started) * 1e-9;
    }
}
