package dev.atelier.bench.compare;

import dev.atelier.bench.Product;
import dev.atelier.bench.Sample;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.DeviceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All that was measured on one device. */
final class DeviceReport {
    private final DeviceInfo device;
    private final String description;
    private final List<DeviceLimits> limits = new ArrayList<>();
    private final List<ProductTime> products = new ArrayList<>();
    private final Map<Integer, StepTime> steps = new TreeMap<>();
    private @Nullable String limitsFrom;
    private @Nullable EpochTime epoch;
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
            return seconds.map(s -> product.at(batch).operations() / s * 1e-9);
        }
    }

    /**
     * Training steps.
     *
     * @param batch samples of a step
     * @param operations of the dense products of a step
     * @param seconds that one step takes
     */
    record StepTime(int batch, double operations, Sample seconds) {
        /** Returns samples trained per second. */
        Sample samplesPerSecond() {
            return seconds.map(s -> batch / s);
        }

        /** Returns the speed in GFLOP/s at which dense products would have to run to take as long. */
        Sample denseSpeed() {
            return seconds.map(s -> operations / s * 1e-9);
        }
    }

    /**
     * Epochs.
     *
     * @param batch samples of a step
     * @param samples of an epoch
     * @param seconds that one epoch takes, evaluation excluded
     * @param timesDense how many times as long that is as the cpu backend takes if it skips no zeros, or null where it was not measured
     */
    record EpochTime(
            int batch,
            int samples,
            Sample seconds,
            @Nullable Sample timesDense) {
        /** Returns samples trained per second. */
        Sample samplesPerSecond() {
            return seconds.map(s -> samples / s);
        }
    }

    /**
     * Runs up to a test accuracy.
     *
     * @param seconds of training, loading and evaluation excluded, of each run
     * @param epochs that it took
     * @param accuracy that was reached at the end
     * @param reached whether that is the target
     */
    record TimeToTarget(Sample seconds, int epochs, double accuracy, boolean reached) {}

    void addLimits(DeviceLimits measured) {
        limits.add(measured);
    }

    /** Takes over the limits of another backend on the same processor. */
    void takeLimits(DeviceReport other) {
        limits.clear();
        limits.addAll(other.limits);
        limitsFrom = other.device.id();
    }

    void addProduct(Product product, int batch, Sample seconds) {
        products.add(new ProductTime(product, batch, seconds));
    }

    void addStep(StepTime step) {
        steps.put(step.batch(), step);
    }

    void setEpoch(EpochTime time) {
        epoch = time;
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

    /** Returns the device whose limits these are, or null if they are its own. */
    @Nullable
    String limitsFrom() {
        return limitsFrom;
    }

    /** Returns the peak of fused multiply-adds in GFLOP/s, as measured beside the rest; of NaN if unknown. */
    Sample peak() {
        return limit(DeviceLimits::operationsPerSecond);
    }

    /** Returns the memory bandwidth in GB/s, as measured beside the rest; of NaN if unknown. */
    Sample bandwidth() {
        return limit(DeviceLimits::bytesPerSecond);
    }

    private Sample limit(ToDoubleFunction<DeviceLimits> of) {
        return new Sample(
                limits.stream().mapToDouble(of).map(value -> value * 1e-9).toArray());
    }

    List<ProductTime> products() {
        return products;
    }

    /** Returns the training steps by batch size, ascending. */
    Map<Integer, StepTime> steps() {
        return steps;
    }

    /** Returns samples trained per second by batch size. */
    Sample samplesPerSecond(int batch) {
        StepTime step = steps.get(batch);
        if (step == null) {
            throw new IllegalArgumentException("batch size " + batch + " was not measured");
        }
        return step.samplesPerSecond();
    }

    @Nullable
    EpochTime epoch() {
        return epoch;
    }

    @Nullable
    TimeToTarget timeToTarget() {
        return timeToTarget;
    }
}
