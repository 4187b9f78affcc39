package dev.atelier.bench.scaling;

import dev.atelier.bench.Sample;
import java.util.List;

/**
 * How long a training step takes.
 *
 * @param threads numbers of threads, the smallest first
 * @param peaks for each number of threads, the operations per second that the processor did at most
 * @param batches steps of the network of {@code hidden} units by batch size
 * @param widths steps at batch size {@code batch} by hidden units
 */
record ScalingReport(
        List<Integer> threads, List<Sample> peaks, List<Point> batches, List<Point> widths, int hidden, int batch) {
    /**
     * One network at one batch size.
     *
     * @param seconds of a step, for each number of threads
     */
    record Point(int batch, int hidden, List<Sample> seconds) {
        /** Returns nanoseconds per sample and hidden unit: the same everywhere if the cost grows linearly with both. */
        double nanosPerSampleAndUnit(int index) {
            return seconds.get(index).median() * 1e9 / batch / hidden;
        }

        /** Returns how many times as fast the last number of threads is as the first, round by round. */
        Sample speedUp() {
            return seconds.get(0).over(seconds.get(seconds.size() - 1));
        }
    }

    /** Returns how many times as much the processor did at most on the last number of threads as on the first. */
    double peakSpeedUp() {
        return peaks.get(peaks.size() - 1).median() / peaks.get(0).median();
    }
}
