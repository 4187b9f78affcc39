package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A network with one hidden layer that trains on random images, for tests that compare one run with another. */
final class TrainingRun implements AutoCloseable {
    private static final int SAMPLES = 300;
    private static final int CLASSES = 10;

    /** Made once: what tests measure is the steps' own allocation. */
    private static final int[] FIRST_STEP = {0};

    /** Steps for which there are rows. */
    static final int STEPS = 8;

    private final Backend backend;
    private final Slab parameters;
    private final Tensor step;
    private final Plan plan;

    /**
     * Makes the network and its data.
     *
     * @param density the share of pixels that are not zero
     */
    TrainingRun(
            int threads,
            Map<String, String> properties,
            int pixels,
            int hidden,
            int batch,
            UpdateRule rule,
            Activation activation,
            double density) {
        backend = new CpuBackendProvider().open(new BackendOptions("", threads, properties));
        Random random = new Random(20261123);
        Arena model = backend.arena("model");
        Tensor images = model.allocate("images", DType.U8, SAMPLES, pixels);
        backend.write(images, images(random, SAMPLES * pixels, density));
        Tensor labels = model.allocate("labels", DType.I32, SAMPLES, 1);
        backend.write(labels, random.ints(SAMPLES, 0, CLASSES).toArray());
        Tensor order = model.allocate("order", DType.I32, 1, batch * STEPS);
        backend.write(order, random.ints(order.size(), 0, SAMPLES).toArray());
        step = model.allocate("step", DType.I32, 1, 1);
        boolean adaptive = rule.coefficientCount() > 1 || rule instanceof UpdateRule.RmsProp;
        float[] learningRates = adaptive ? new float[] {0.01f, 0.005f} : new float[] {0.1f, 0.05f};
        Tensor rates = model.allocate("rates", DType.F32, rule.coefficientCount(), learningRates.length);
        backend.write(rates, LearningRate.tableOf(rule, learningRates, 0));
        List<Slab.Entry> entries = List.of(
                new Slab.Entry("weights 1", pixels, hidden),
                new Slab.Entry("bias 1", 1, hidden),
                new Slab.Entry("weights 2", hidden, CLASSES),
                new Slab.Entry("bias 2", 1, CLASSES));
        parameters = model.slab("parameters", entries);
        Slab gradients = model.slab("gradients", entries);
        List<Slab> state = new ArrayList<>();
        for (int i = 0; i < rule.stateTensors(); i++) {
            state.add(model.slab("state " + i, entries));
        }
        for (Tensor tensor : parameters.tensors()) {
            backend.write(tensor, weights(random, tensor));
        }
        RowSelection rows = new RowSelection(images, order, step, batch);
        LearningRate rate = new LearningRate(rates, step);
        plan = record(
                rows, rows.of(labels), batch, hidden, activation.function(), layers(rule, rate, gradients, state));
    }

    private List<LayerUpdate> layers(UpdateRule rule, LearningRate rate, Slab gradients, List<Slab> state) {
        List<LayerUpdate> layers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int layer = i;
            layers.add(new LayerUpdate(
                    rule,
                    rate,
                    layer(parameters, i),
                    layer(gradients, i),
                    state.stream().map(slab -> layer(slab, layer)).toList()));
        }
        return layers;
    }

    private Plan record(
            RowSelection rows,
            RowSelection labels,
            int batch,
            int hidden,
            ActivationFunction function,
            List<LayerUpdate> layers) {
        Arena arena = backend.arena("step");
        Tensor input = arena.allocate("input", DType.F32, batch, rows.data().columns());
        Tensor label = arena.allocate("label", DType.I32, batch, 1);
        Tensor z = arena.allocate("z", DType.F32, batch, hidden);
        Tensor a = arena.allocate("a", DType.F32, batch, hidden);
        Tensor logits = arena.allocate("logits", DType.F32, batch, CLASSES);
        Tensor delta2 = arena.allocate("delta 2", DType.F32, batch, CLASSES);
        Tensor delta1 = arena.allocate("delta 1", DType.F32, batch, hidden);
        Tensor loss = arena.allocate("loss", DType.F32, batch, 1);
        LayerUpdate first = layers.get(0);
        LayerUpdate second = layers.get(1);
        ActivationFunction identity = Activation.IDENTITY.function();
        Tensor saved = function.gradientFromOutput() ? a : z;
        return backend.record((Ops ops) -> {
            ops.inputLinear(rows, 1 / 255f, input, first.parameters(), function, z, a);
            ops.gatherLabels(labels, label);
            ops.linear(a, second.parameters(), identity, null, logits);
            ops.softmaxCrossEntropy(logits, label, loss, delta2);
            ops.linearInputGradient(delta2, second.parameters().weights(), function, saved, delta1);
            ops.linearUpdate(a, delta2, second);
            ops.inputLinearUpdate(rows, 1 / 255f, input, delta1, first);
            ops.advance(step);
        });
    }

    /** Runs the plan once. */
    void step() {
        plan.run();
    }

    /** Goes back to the first step's rows. */
    void restart() {
        backend.write(step, FIRST_STEP);
    }

    /** Trains for a few steps and returns all parameters. */
    float[] train() {
        for (int i = 0; i < STEPS; i++) {
            plan.run();
        }
        float[] all = new float[parameters.whole().size()];
        backend.read(parameters.whole(), all);
        return all;
    }

    /** Returns how many elements of {@link #train()} belong to no parameter. */
    int padding() {
        return parameters.whole().size()
                - parameters.tensors().stream().mapToInt(Tensor::size).sum();
    }

    @Override
    public void close() {
        backend.close();
    }

    private static LayerTensors layer(Slab slab, int layer) {
        return new LayerTensors(slab.tensors().get(2 * layer), slab.tensors().get(2 * layer + 1));
    }

    private static byte[] images(Random random, int size, double density) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = random.nextDouble() < density ? (byte) random.nextInt(1, 256) : 0;
        }
        return bytes;
    }

    private static float[] weights(Random random, Tensor tensor) {
        float[] values = new float[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(tensor.rows()));
        }
        return values;
    }
}
