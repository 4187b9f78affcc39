package dev.atelier.bench.progression;

import dev.atelier.bench.GemmRun;
import dev.atelier.bench.OtherLoad;
import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Sample;
import dev.atelier.bench.Stopwatch;
import dev.atelier.bench.Workload;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.DeviceLimits;
import dev.atelier.engine.backend.ProductStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Verifies and measures the steps of one backend, in turn. */
final class ProgressionRun {
    private static final String CPU = "cpu";

    private final ProgressionSettings settings;
    private final Backend backend;
    private final Consumer<String> progress;
    private final List<Double> peaks = new ArrayList<>();
    private String peakFrom;

    /**
     * Prepares the measurement.
     *
     * @param backend open, and with a progression
     * @param progress is told what is being measured
     */
    ProgressionRun(ProgressionSettings settings, Backend backend, Consumer<String> progress) {
        this.settings = settings;
        this.backend = backend;
        this.progress = progress;
        this.peakFrom = backend.device().id();
    }

    /**
     * Measures everything.
     *
     * @throws dev.atelier.bench.WrongResultException if a step computes something wrong
     */
    DeviceResult run() {
        OtherLoad load = OtherLoad.watch();
        List<ShapeResult> shapes = new ArrayList<>();
        peak();
        for (ProductShape shape : settings.shapes()) {
            shapes.add(measure(shape));
            peak();
        }
        return new DeviceResult(
                backend.device().id(),
                backend.description(),
                new Sample(peaks.stream().mapToDouble(peak -> peak * 1e-9).toArray()),
                peakFrom,
                load.processors(),
                shapes);
    }

    private ShapeResult measure(ProductShape shape) {
        List<ProductStep> steps = backend.progression();
        List<Workload> workloads = new ArrayList<>();
        try {
            for (ProductStep step : steps) {
                progress.accept(shape + ", step " + step.name() + ": verifying");
                workloads.add(new GemmRun(
                        backend, shape, "step " + step.name() + ", " + backend.description(), step::record));
            }
            progress.accept(shape + ": timing " + settings.rounds() + " rounds");
            List<Sample> seconds = new Stopwatch(settings.rounds()).time(workloads);
            List<StepResult> results = new ArrayList<>();
            for (int i = 0; i < seconds.size(); i++) {
                ProductStep step = steps.get(i);
                results.add(new StepResult(step.name(), step.after(), step.change(), seconds.get(i)));
            }
            return new ShapeResult(shape, results);
        } finally {
            workloads.forEach(Workload::close);
        }
    }

    /** A driver that runs on the processor is bound by what the processor can do, which the cpu backend measures. */
    private void peak() {
        DeviceLimits limits = backend.measureLimits();
        if (Double.isNaN(limits.operationsPerSecond()) && backend.device().kind() == DeviceInfo.Kind.CPU) {
            try (Backend cpu = Backends.open(CPU, BackendOptions.defaults())) {
                limits = cpu.measureLimits();
                peakFrom = cpu.device().id();
            }
        }
        peaks.add(limits.operationsPerSecond());
    }
}
