package dev.atelier.bench;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
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

/** Matrix products at the network's shapes, microseconds each. GFLOP/s = 2 m k n / (1000 * microseconds). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GemmBenchmark {
    private static final int PRODUCTS = 10;

    /** The backend to measure. */
    @Param({"cpu", "opencl"})
    public String backend = "cpu";

    /** The shape. */
    @Param
    public Product product = Product.FORWARD_1;

    /** The batch size, or the side of a square. */
    @Param("128")
    public int batch = 128;

    /** Host threads, 0 for all. */
    @Param("0")
    public int threads;

    private Backend opened;
    private GemmRun run;

    /** Opens the backend and verifies the product. */
    @Setup(Level.Trial)
    public void open() {
        opened = Backends.open(backend, BackendOptions.defaults().withThreads(threads));
        run = new GemmRun(opened, product.at(batch));
    }

    /** Closes the backend. */
    @TearDown(Level.Trial)
    public void close() {
        run.close();
        opened.close();
    }

    /** A few products, then one wait for the device. */
    @Benchmark
    @OperationsPerInvocation(PRODUCTS)
    public void matmul() {
        run.run(PRODUCTS);
    }
}
