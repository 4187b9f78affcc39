package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.BackwardPass;
import dev.atelier.engine.network.ForwardPass;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/** One epoch of a network on random images: each step as the training loop records it, or called operation by operation. */
final class StepRun implements AutoCloseable {
    private static final long SEED = 7;
    private static final int CLASSES = 10;

    private final OpenClBackend backend;
    private final Arena arena;
    private final NetworkSpec spec;
    private final UpdateRule rule;
    private final int samples;
    private final int batch;
    private final int steps;
    private final DeviceDataset data;
    private final ParameterSet parameters;
    private final ParameterSet gradients;
    private final List<ParameterSet> state = new ArrayList<>();
    private final Tensor order;
    private final Tensor step;
    private final Tensor losses;
    private final LearningRate rate;
    private final Pass full;
    private final Pass tail;
    private final Plan fullPlan;
    private final Plan tailPlan;

    private record Pass(ForwardPass forward, BackwardPass backward) {}

    /** Records the steps of a full batch and of the smaller last one. */
    StepRun(OpenClBackend backend, NetworkSpec spec, UpdateRule rule, int batch, int samples) {
        this(backend, spec, rule, batch, samples, backend::record);
    }

    /** Records the steps in a way of one's own. */
    StepRun(
            OpenClBackend backend,
            NetworkSpec spec,
            UpdateRule rule,
            int batch,
            int samples,
            Function<Consumer<Ops>, Plan> recording) {
        this.backend = backend;
        this.arena = backend.arena("step run");
        this.spec = spec;
        this.rule = rule;
        this.samples = samples;
        this.batch = batch;
        this.steps = (samples + batch - 1) / batch;
        this.data = DeviceDataset.upload(arena, "training", images());
        this.parameters = ParameterSet.allocate(arena, "parameters", spec);
        parameters.write(NetworkWeights.initial(spec, null, SEED));
        this.gradients = ParameterSet.allocate(arena, "gradients", spec);
        for (int i = 0; i < rule.stateTensors(); i++) {
            state.add(ParameterSet.allocate(arena, "state " + i, spec));
        }
        this.order = arena.allocate("order", DType.I32, 1, samples);
        this.step = arena.allocate("step", DType.I32, 1, 1);
        this.losses = arena.allocate("losses", DType.F32, 1, steps);
        this.rate = new LearningRate(arena.allocate("rates", DType.F32, rule.coefficientCount(), steps), step);
        this.full = pass(batch);
        this.tail = pass(samples - (steps - 1) * batch);
        this.fullPlan = recording.apply(ops -> call(ops, full));
        this.tailPlan = recording.apply(ops -> call(ops, tail));
    }

    private Dataset images() {
        Random random = new Random(SEED);
        byte[] pixels = new byte[samples * spec.inputs()];
        random.nextBytes(pixels);
        int[] labels = random.ints(samples, 0, CLASSES).toArray();
        return Dataset.ofBytes(pixels, spec.inputs(), 1f / 255, labels, CLASSES);
    }

    private Pass pass(int size) {
        RowSelection rows = new RowSelection(data.features(), order, step, batch);
        ForwardPass forward = new ForwardPass(arena, spec, parameters, Loss.CROSS_ENTROPY, data, rows, size, true);
        return new Pass(forward, new BackwardPass(arena, forward));
    }

    private void call(Ops ops, Pass pass) {
        List<LayerUpdate> updates = new ArrayList<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            int layer = i;
            List<LayerTensors> layerState =
                    state.stream().map(set -> set.layers().get(layer)).toList();
            updates.add(new LayerUpdate(
                    rule, rate, parameters.layers().get(i), gradients.layers().get(i), layerState));
        }
        pass.forward.run(ops);
        pass.backward.update(ops, updates);
        ops.recordMean(pass.forward.rowLoss(), losses, step);
        ops.advance(step);
    }

    /** Returns the steps of an epoch; the last one's batch is smaller. */
    int steps() {
        return steps;
    }

    /** Writes the order of the samples and the learning rates, and begins at the first step. */
    void startEpoch() {
        int[] reversed = new int[samples];
        for (int i = 0; i < samples; i++) {
            reversed[i] = samples - 1 - i;
        }
        float[] rates = new float[steps];
        for (int i = 0; i < steps; i++) {
            rates[i] = 0.01f / (i + 1);
        }
        backend.write(order, reversed);
        backend.write(rate.table(), LearningRate.tableOf(rule, rates, 0));
        backend.write(step, new int[1]);
    }

    /** Runs a step as it was recorded. */
    void planned(int number) {
        (number == steps - 1 ? tailPlan : fullPlan).run();
    }

    /** Runs so many steps of a full batch by one call. */
    void plannedTogether(int count) {
        fullPlan.run(count);
    }

    /** Calls the operations of a step. */
    void called(int number) {
        call(backend.ops(), number == steps - 1 ? tail : full);
    }

    /** Reads the losses. */
    float[] losses() {
        return read(losses);
    }

    /** Reads losses, step number, parameters and optimiser state. */
    float[] everything() {
        int[] number = new int[1];
        backend.read(step, number);
        List<float[]> arrays = new ArrayList<>(List.of(losses(), new float[] {number[0]}, read(parameters.whole())));
        state.forEach(set -> arrays.add(read(set.whole())));
        float[] all = new float[arrays.stream().mapToInt(array -> array.length).sum()];
        int offset = 0;
        for (float[] array : arrays) {
            System.arraycopy(array, 0, all, offset, array.length);
            offset += array.length;
        }
        return all;
    }

    private float[] read(Tensor tensor) {
        float[] values = new float[tensor.size()];
        backend.read(tensor, values);
        return values;
    }

    @Override
    public void close() {
        fullPlan.close();
        tailPlan.close();
        arena.close();
    }
}
