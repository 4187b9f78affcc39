package dev.atelier.bench.progression;

import dev.atelier.bench.Sample;
import java.util.List;

/**
 * The progression on one device.
 *
 * @param device its identifier
 * @param description of the backend on it
 * @param peak of fused multiply-adds in GFLOP/s, of NaN if unknown
 * @param peakFrom the device whose backend measured the peak
 * @param otherLoad processors that other programs kept busy meanwhile, NaN if unknown
 */
record DeviceResult(
        String device, String description, Sample peak, String peakFrom, double otherLoad, List<ShapeResult> shapes) {
    DeviceResult {
        shapes = List.copyOf(shapes);
    }
}
