package dev.atelier.bench.scaling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured.
 *
 * @param dataset the name of the images
 * @param byBatch a series for each device
 * @param byHidden a series for each device
 * @param byThreads of the cpu backend, or null if it did not take part
 * @param otherLoad processors that other programs kept busy meanwhile, NaN if unknown
 */
record ScalingReport(
        String dataset,
        List<Series> byBatch,
        List<Series> byHidden,
        @Nullable ThreadScaling byThreads,
        double otherLoad) {}
