package dev.atelier.bench;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole training step: forward, backward, update; microseconds each. Samples/s = batch / (1e-6 * microseconds). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TrainingStepBenchmark {
    private static final int STEPS = 50;
    private static final double LEARNING_RATE = 0.05;
    private static final double ADAPTIVE_RATE = 0.001;

    /** The backend to measure. */
    @Param({"cpu", "opencl"})
    public String backend = "cpu";

    /** Samples of a step. */
    @Param("128")
    public int batch = 128;

    /** Hidden units. */
    @Param("1000")
    public int hidden = 1000;

    /** The activation of the hidden layer. */
    @Param("relu")
    public String activation = "relu";

    /** {@code sgd}, {@code momentum}, {@code nesterov}, {@code rmsprop}, {@code adam} or {@code adamw}. */
    @Param("sgd")
    public String optimizer = "sgd";

    /** Host threads, 0 for all. */
    @Param("0")
    public int threads;

    private Backend opened;
    private TrainingRun run;

    /** Opens the backend and verifies the first step. */
    @Setup(Level.Trial)
    public void open() {
        opened = Backends.open(backend, BackendOptions.defaults().withThreads(threads));
        Dataset data = BenchmarkData.training();
        NetworkSpec spec = NetworkSpec.classifier(
                data.columns(), List.of(hidden), ActivationFunction.parse(activation), data.classes());
        boolean adaptive = optimizer.equals("rmsprop") || optimizer.startsWith("adam");
        run = new TrainingRun(
                opened,
                spec,
                TrainingRun.wholeBatches(data, batch),
                batch,
                rule(optimizer),
                adaptive ? ADAPTIVE_RATE : LEARNING_RATE);
    }

    private static UpdateRule rule(String name) {
        return switch (name) {
            case "sgd" -> new UpdateRule.Sgd(0);
            case "momentum" -> new UpdateRule.Momentum(0.9f, false, 0);
            case "nesterov" -> new UpdateRule.Momentum(0.9f, true, 0);
            case "rmsprop" -> new UpdateRule.RmsProp(0.99f, 1e-8f, 0);
            case "adam" -> new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0);
            case "adamw" -> new UpdateRule.AdamW(0.9f, 0.999f, 1e-8f, 0.01f);
            default -> throw new IllegalArgumentException("unknown optimizer '" + name + "'");
        };
    }

    /** Closes the backend. */
    @TearDown(Level.Trial)
    public void close() {
        run.close();
        opened.close();
    }

    /** Some steps, then one wait for the device. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void step() {
        run.run(STEPS);
    }
}
