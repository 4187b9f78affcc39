package dev.atelier.bench.scaling;

import dev.atelier.bench.Sample;
import java.util.List;

/**
 * The time of a step by the number of threads.
 *
 * @param points ascending; the first one is what the others are compared with
 */
record ThreadScaling(List<Point> points) {
    ThreadScaling {
        points = List.copyOf(points);
    }

    /**
     * One number of threads.
     *
     * @param seconds of a step, by round
     * @param peak operations a second of fused multiply-adds, by measurement
     */
    record Point(int threads, Sample seconds, Sample peak) {}

    /** Returns how many times as fast as with the fewest threads a step is, round by round. */
    Sample speedUp(Point point) {
        return points.get(0).seconds().over(point.seconds());
    }

    /** Returns the same of the peak: what the machine gives for the threads, which may be less than their number. */
    Sample peakSpeedUp(Point point) {
        return point.peak().over(points.get(0).peak());
    }
}
