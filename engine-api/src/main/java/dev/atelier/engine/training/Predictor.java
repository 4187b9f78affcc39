package dev.atelier.engine.training;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.ForwardPass;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.ParameterSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Computes a network's outputs for each sample of a resident data set. */
public final class Predictor implements AutoCloseable {
    /** As many as {@link Evaluator} takes at once, for the same reasons. */
    private static final int BATCH = 500;

    private final Backend backend;
    private final DeviceDataset data;
    private final int outputs;
    private final Arena arena;
    private final Tensor step;
    private final Batch full;
    private final int fullBatches;
    private final @Nullable Batch tail;

    /** Prepares the computation; {@code parameters} may change between runs. */
    public Predictor(Backend backend, NetworkSpec spec, ParameterSet parameters, DeviceDataset data) {
        this.backend = backend;
        this.data = data;
        this.outputs = spec.outputs();
        this.arena = backend.arena("prediction");
        this.step = arena.allocate("prediction step", DType.I32, 1, 1);
        Tensor order = arena.allocate("prediction order", DType.I32, 1, data.size());
        backend.write(order, IntStream.range(0, data.size()).toArray());
        int batch = Math.min(BATCH, data.size());
        RowSelection rows = new RowSelection(data.features(), order, step, batch);
        this.full = batch(spec, parameters, rows, batch);
        this.fullBatches = data.size() / batch;
        int rest = data.size() % batch;
        this.tail = rest == 0 ? null : batch(spec, parameters, rows, rest);
    }

    private record Batch(Plan plan, Tensor scores) {}

    private Batch batch(NetworkSpec spec, ParameterSet parameters, RowSelection rows, int size) {
        // No loss is computed; this one takes the least memory.
        ForwardPass forward = new ForwardPass(arena, spec, parameters, Loss.CROSS_ENTROPY, data, rows, size, false);
        Plan plan = backend.record(ops -> {
            forward.run(ops);
            ops.advance(step);
        });
        return new Batch(plan, forward.scores());
    }

    /** Runs the whole data set through the network, waits, and returns its outputs, {@code [samples][outputs]}. */
    public float[] run() {
        backend.write(step, new int[1]);
        float[] all = new float[Math.multiplyExact(data.size(), outputs)];
        float[] some = new float[full.scores.size()];
        for (int i = 0; i < fullBatches; i++) {
            run(full, some);
            System.arraycopy(some, 0, all, i * some.length, some.length);
        }
        if (tail != null) {
            float[] last = new float[tail.scores.size()];
            run(tail, last);
            System.arraycopy(last, 0, all, fullBatches * some.length, last.length);
        }
        return all;
    }

    private void run(Batch batch, float[] target) {
        batch.plan.run();
        backend.read(batch.scores, target);
    }

    @Override
    public void close() {
        full.plan.close();
        if (tail != null) {
            tail.plan.close();
        }
        arena.close();
    }
}
