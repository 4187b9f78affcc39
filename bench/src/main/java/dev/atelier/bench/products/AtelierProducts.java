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

/** This project's side: the {@code matmul} of its CPU backend, on tensors that stay where they are. */
public final class AtelierProducts implements ProductLibrary {
    private final Backend backend;
    private final int threads;

    private AtelierProducts(int threads) {
        this.threads = threads;
        this.backend = Backends.open("cpu", BackendOptions.defaults().withThreads(threads));
    }

    /** The entry point; the argument is the number of threads. */
    public static void main(String[] arguments) throws IOException {
        ProductServer.main(arguments, AtelierProducts::new);
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
        return backend.measureLimits().operationsPerSecond();
    }

    @Override
    public void close() {
        backend.close();
    }
}
