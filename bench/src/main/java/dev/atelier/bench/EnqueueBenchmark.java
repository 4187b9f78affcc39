package dev.atelier.bench;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.List;
import java.util.Map;
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

/**
 * What each OpenCL binding costs: launches of an update of one parameter, so that the calls are all there is to time. Its kernel
 * has ten arguments: four buffers, two integers, four floats. The wait for the device is outside of the time but for {@link
 * #enqueueAndFinish}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EnqueueBenchmark {
    private static final int LAUNCHES = 500;
    private static final UpdateRule RULE = new UpdateRule.Sgd(0);

    /** The binding. */
    @Param({"lwjgl", "jocl"})
    public String binding = "lwjgl";

    private Backend backend;
    private Arena arena;
    private Tensor parameter;
    private Tensor gradient;
    private LearningRate rate;
    private Plan one;
    private Plan many;

    /** Opens the backend and verifies that a plan's launches arrive. */
    @Setup(Level.Trial)
    public void open() {
        backend = Backends.open("opencl", new BackendOptions("", 0, Map.of("binding", binding)));
        arena = backend.arena("enqueue");
        parameter = arena.allocate("parameter", DType.F32, 1, 1);
        gradient = arena.allocate("gradient", DType.F32, 1, 1);
        rate = new LearningRate(arena.allocate("rate", DType.F32, 1, 1), arena.allocate("step", DType.I32, 1, 1));
        backend.ops().fill(gradient, 1);
        backend.ops().fill(rate.table(), 1);
        one = backend.record(this::update);
        many = backend.record(ops -> {
            for (int i = 0; i < LAUNCHES; i++) {
                update(ops);
            }
        });
        one.run();
        many.run();
        float[] result = new float[1];
        backend.read(parameter, result);
        if (result[0] != -(LAUNCHES + 1)) {
            throw new IllegalStateException(
                    (LAUNCHES + 1) + " updates by -1 gave " + result[0] + " on " + backend.description());
        }
    }

    private void update(Ops ops) {
        ops.update(RULE, rate, parameter, gradient, List.of());
    }

    /** Waits for the device, so that its queue is empty when the next call is timed. */
    @Setup(Level.Invocation)
    public void drain() {
        backend.synchronize();
    }

    /** Closes the backend. */
    @TearDown(Level.Trial)
    public void close() {
        one.close();
        many.close();
        arena.close();
        backend.close();
    }

    /** A launch of a recorded plan: its arguments are bound. */
    @Benchmark
    @OperationsPerInvocation(LAUNCHES)
    public void enqueue() {
        many.run();
    }

    /** A launch outside of a plan: it finds its kernel and binds the arguments before it enqueues. */
    @Benchmark
    @OperationsPerInvocation(LAUNCHES)
    public void bindAndEnqueue() {
        for (int i = 0; i < LAUNCHES; i++) {
            update(backend.ops());
        }
    }

    /** A plan of one launch, and the wait for it. */
    @Benchmark
    public void enqueueAndFinish() {
        one.run();
        backend.synchronize();
    }
}
