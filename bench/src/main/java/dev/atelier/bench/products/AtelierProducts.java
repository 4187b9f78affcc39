package dev.atelier.bench.products;

import dev.atelier.bench.Environment;
import dev.atelier.bench.GemmRun;
import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Workload;
import dev.atelier.bench.products.side.Introduction;
import dev.atelier.bench.products.side.ProductLibrary;
import dev.atelier.bench.products.side.ProductServer;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import java.io.IOException;

/** This project's side: the {@code matmul} of a backend, on tensors that stay where they are. */
public final class AtelierProducts implements ProductLibrary {
    private static final String CPU = "cpu";

    private final Backend backend;

    /** Measures the processor's peak: the same backend, unless that measures none. */
    private final Backend processor;

    private final int threads;

    private AtelierProducts(String name, int threads) {
        BackendOptions options = BackendOptions.defaults().withThreads(threads);
        this.processor = Backends.open(CPU, options);
        if (name.equals(CPU)) {
            this.backend = processor;
            this.threads = threads;
            return;
        }
        this.backend = Backends.open(name, options.withDevice(CPU));
        this.threads = backend.device().computeUnits();
    }

    /** The entry point; the arguments are the number of threads and, if it is not the cpu backend, the backend. */
    public static void main(String[] arguments) throws IOException {
        String name = arguments.length > 1 ? arguments[1] : CPU;
        ProductServer.main(arguments, threads -> new AtelierProducts(name, threads));
    }

    @Override
    public Introduction introduction() {
        return new Introduction(Environment.here().atelier(), threads, backend.description());
    }

    @Override
    public Workload prepare(ProductShape shape) {
        return new GemmRun(backend, shape);
    }

    @Override
    public double measurePeak() {
        return processor.measureLimits().operationsPerSecond();
    }

    @Override
    public void close() {
        backend.close();
        processor.close();
    }
}
