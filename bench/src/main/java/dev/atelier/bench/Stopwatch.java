package dev.atelier.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times several workloads in turn: one after the other in each round, so that noise of the machine meets all of them. */
public final class Stopwatch {
    /** Java's compilers have seen a kernel often enough after this long. */
    private static final double WARM_UP_SECONDS = 0.4;

    private final int rounds;

    /** Makes a stopwatch that times each workload once a round. */
    public Stopwatch(int rounds) {
        this.rounds = rounds;
    }

    /** Returns the seconds that one run of each workload takes. */
    public List<Sample> time(List<Workload> workloads) {
        List<TimedRegion> regions = workloads.stream()
                .map(workload -> TimedRegion.warmUp(workload, WARM_UP_SECONDS))
                .toList();
        double[][] seconds = new double[regions.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < seconds.length; i++) {
                seconds[i][round] = regions.get(i).secondsPerRun();
            }
        }
        List<Sample> samples = new ArrayList<>();
        Arrays.stream(seconds).map(Sample::new).forEach(samples::add);
        return samples;
    }
}
