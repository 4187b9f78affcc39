package dev.atelier.bench;

/** Times work by running it often enough that reading the clock and waiting for the device do not matter. */
public final class TimedRegion {
    /** The length of a timed region. */
    private static final double REGION_SECONDS = 0.05;

    private final Workload work;
    private final int times;

    private TimedRegion(Workload work, int times) {
        this.work = work;
        this.times = times;
    }

    /**
     * Runs work for a while, so that Java's compilers have seen enough of it, and finds out how many runs fill a region.
     *
     * @param seconds to run it for at least
     */
    public static TimedRegion warmUp(Workload work, double seconds) {
        double total = 0;
        double fastest = Double.POSITIVE_INFINITY;
        int times = 1;
        while (total < seconds) {
            double region = seconds(work, times);
            total += region;
            fastest = Math.min(fastest, region / times);
            times = (int) Math.max(1, Math.ceil(REGION_SECONDS / fastest));
        }
        return new TimedRegion(work, times);
    }

    /** Times one region and returns the seconds of one run. */
    public double secondsPerRun() {
        return seconds(work, times) / times;
    }

    private static double seconds(Workload work, int times) {
        long started = System.nanoTime();
        work.run(times);
        return (System.nanoTime() - started) * 1e-9;
    }
}
