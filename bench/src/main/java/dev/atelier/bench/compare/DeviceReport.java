package dev.atelier.bench.compare;

import dev.atelier.bench.Product;
import dev.atelier.bench.Sample;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.DeviceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that was measured on one device. */
final class DeviceReport {
    private final DeviceInfo device;
    private final String description;
    private final List<DeviceLimits> limits = new ArrayList<>();
    private final List<ProductTime> products = new ArrayList<>();
    private final Map<Integer, Sample> stepSeconds = new TreeMap<>();
    private @Nullable TimeToTarget timeToTarget;

    DeviceReport(DeviceInfo device, String description) {
        this.device = device;
        this.description = description;
    }

    /**
     * One matrix product.
     *
     * @param seconds that one product takes
     */
    record ProductTime(Product product, int batch, Sample seconds) {
        /** Returns the speed in GFLOP/s. */
        Sample speed() {
            return seconds.map(s -> product.operations(batch) / s * 1e-9);
        }
    }

    /**
     * A run up to a test accuracy.
     *
     * @param seconds of training, loading and evaluation excluded
     * @param epochs that it took
     * @param accuracy that was reached at the end
     * @param reached whether that is the target
     */
    record TimeToTarget(double seconds, int epochs, double accuracy, boolean reached) {}

    void addLimits(DeviceLimits measured) {
        limits.add(measured);
    }

    void addProduct(Product product, int batch, Sample seconds) {
        products.add(new ProductTime(product, batch, seconds));
    }

    void addStep(int batch, Sample seconds) {
        stepSeconds.put(batch, seconds);
    }

    void setTimeToTarget(TimeToTarget time) {
        timeToTarget = time;
    }

    DeviceInfo device() {
        return device;
    }

    String description() {
        return description;
    }

    /** Returns the peak of fused multiply-adds in GFLOP/s, as measured beside the rest. */
    Sample peak() {
        return new Sample(
                limits.stream().mapToDouble(l -> l.operationsPerSecond() * 1e-9).toArray());
    }

    /** Returns the memory bandwidth in GB/s, as measured beside the rest. */
    Sample bandwidth() {
        return new Sample(
                limits.stream().mapToDouble(l -> l.bytesPerSecond() * 1e-9).toArray());
    }

    List<ProductTime> products() {
        return products;
    }

    /** Returns the seconds of a training step by batch size, ascending. */
    Map<Integer, Sample> stepSeconds() {
        return stepSeconds;
    }

    /** Returns samples trained per second by batch size. */
    Sample samplesPerSecond(int batch) {
        Sample seconds = stepSeconds.get(batch);
        if (seconds == null) {
            throw new IllegalArgumentException("batch size " + batch + " was not measured");
        }
        return seconds.map(s -> batch / s);
    }

    @Nullable
    TimeToTarget timeToTarget() {
        return timeToTarget;
    }
}
