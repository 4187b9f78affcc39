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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Measures loss and accuracy of a network on a resident data set. What it runs is recorded when that is first needed, so that training starts sooner. */
public final class Evaluator implements AutoCloseable {
    /** Large enough to fill a device, small enough that 1000 hidden units of a batch stay in a CPU's cache. */
    private static final int BATCH = 500;

    private final Backend backend;
    private final DeviceDataset data;
    private final Arena arena;
    private final Tensor step;
    private final Tensor count;
    private final Tensor losses;
    private final int batch;
    private final int fullBatches;
    private final List<ForwardPass> passes = new ArrayList<>();
    private final List<Plan> plans = new ArrayList<>();

    /** Prepares evaluation; {@code parameters} may change between runs. */
    public Evaluator(Backend backend, NetworkSpec spec, ParameterSet parameters, Loss loss, DeviceDataset data) {
        this.backend = backend;
        this.data = data;
        this.batch = Math.min(BATCH, data.size());
        this.fullBatches = data.size() / batch;
        this.arena = backend.arena("evaluation");
        this.step = arena.allocate("evaluation step", DType.I32, 1, 1);
        this.count = arena.allocate("correct", DType.I32, 1, 1);
        this.losses = arena.allocate("evaluation losses", DType.F32, 1, fullBatches + 1);
        Tensor order = arena.allocate("evaluation order", DType.I32, 1, data.size());
        backend.write(order, IntStream.range(0, data.size()).toArray());
        RowSelection rows = new RowSelection(data.features(), order, step, batch);
        passes.add(new ForwardPass(arena, spec, parameters, loss, data, rows, batch, false));
        int tail = data.size() - fullBatches * batch;
        if (tail > 0) {
            passes.add(new ForwardPass(arena, spec, parameters, loss, data, rows, tail, false));
        }
    }

    private Plan plan(ForwardPass forward) {
        return backend.record(ops -> {
            forward.run(ops);
            forward.loss(ops, null);
            if (forward.classifies()) {
                ops.countCorrect(forward.scores(), forward.labels(), count);
            }
            ops.recordMean(forward.rowLoss(), losses, step);
            ops.advance(step);
        });
    }

    /** Runs the whole data set through the network and waits for the result. */
    public Evaluation run() {
        while (plans.size() < passes.size()) {
            plans.add(plan(passes.get(plans.size())));
        }
        backend.write(step, new int[1]);
        backend.write(count, new int[1]);
        for (int i = 0; i < fullBatches; i++) {
            plans.get(0).run();
        }
        if (plans.size() > 1) {
            plans.get(1).run();
        }
        float[] means = new float[losses.columns()];
        backend.read(losses, means);
        int[] correct = new int[1];
        backend.read(count, correct);
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            int samples = i < fullBatches ? batch : data.size() - fullBatches * batch;
            sum += (double) means[i] * samples;
        }
        return new Evaluation(
                data.size(), data.targets() == null ? correct[0] : Evaluation.NO_CLASSES, sum / data.size());
    }

    @Override
    public void close() {
        plans.forEach(Plan::close);
        arena.close();
    }
}
