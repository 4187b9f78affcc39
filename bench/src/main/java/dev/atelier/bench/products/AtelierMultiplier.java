package dev.atelier.bench.products;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Tensor;
import org.jspecify.annotations.Nullable;

/** This project's products: {@code matmul} of its CPU backend, on tensors that stay where they are. */
public final class AtelierMultiplier implements Multiplier {
    private final Backend backend;
    private final int threads;
    private @Nullable Arena arena;
    private @Nullable Plan plan;
    private @Nullable Tensor out;

    private AtelierMultiplier(int threads) {
        this.backend = Backends.open("cpu", BackendOptions.defaults().withThreads(threads));
        this.threads = threads;
    }

    /** The entry point; the argument is the number of threads. */
    public static void main(String[] arguments) {
        ProductWorker.serve(new AtelierMultiplier(Integer.parseInt(arguments[0])));
    }

    @Override
    public String description() {
        return backend.description();
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public double peakOperationsPerSecond() {
        return backend.measureLimits().operationsPerSecond();
    }

    @Override
    public void prepare(ProductShape shape, float[] a, float[] b) {
        release();
        Arena room = backend.arena("product");
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        Tensor left = room.allocate("a", DType.F32, shape.transposeA() ? k : m, shape.transposeA() ? m : k);
        Tensor right = room.allocate("b", DType.F32, shape.transposeB() ? n : k, shape.transposeB() ? k : n);
        Tensor target = room.allocate("out", DType.F32, m, n);
        backend.write(left, a);
        backend.write(right, b);
        plan = backend.record(ops -> ops.matmul(left, shape.transposeA(), right, shape.transposeB(), target));
        out = target;
        arena = room;
    }

    @Override
    public void run(int times) {
        Plan product = plan;
        if (product == null) {
            throw new IllegalStateException("run: nothing was prepared");
        }
        for (int i = 0; i < times; i++) {
            product.run();
        }
        backend.synchronize();
    }

    @Override
    public float[] result() {
        Tensor target = out;
        if (target == null) {
            throw new IllegalStateException("result: nothing was prepared");
        }
        float[] result = new float[target.size()];
        backend.read(target, result);
        return result;
    }

    private void release() {
        if (plan != null) {
            plan.close();
            plan = null;
        }
        if (arena != null) {
            arena.close();
            arena = null;
        }
    }

    @Override
    public void close() {
        release();
        backend.close();
    }
}
