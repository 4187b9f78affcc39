package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.DropoutMask;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.backend.ProductStep;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Launches every kernel with every epilogue and transpose, on tensors that are no parts of slabs: Oclgrind's check for
 * uninitialised reads loses track of parts. Prints every kernel and what it was compiled with, as {@link #parse} reads it.
 *
 * <p>Arguments: the kind of kernels, or the precision of those for tensor cores, which are emulated; the cache, the side of a tile of products on GPU devices, the rows of a batch, the features, the
 * outputs, and {@link #PRODUCTS}, {@link #CANDIDATES} or {@link #LAYERS} to launch those alone.
 */
final class EveryKernelMain {
    static final String PRODUCTS = "products";

    /** Products with each of the kernels and sizes that tuning chooses from. */
    static final String CANDIDATES = "candidates";

    /** Layers with more outputs than are treated as thin, and the steps that train them. */
    static final String LAYERS = "layers";

    private static final int DATA_ROWS = 9;

    /** A simulated work-group takes time by the square of it. */
    private static final int PROGRESSION_SIDE = 4;

    /** More outputs than a layer may have that is treated as thin. */
    private static final int WIDE = 35;

    /** Hidden units of a step that one launch does many of: they fill no vector. */
    private static final int REPEATED_WIDTH = 6;

    private static final List<UpdateRule> RULES = List.of(
            new UpdateRule.Sgd(0.1f),
            new UpdateRule.Momentum(0.9f, false, 0),
            new UpdateRule.Momentum(0.9f, true, 0),
            new UpdateRule.RmsProp(0.9f, 1e-8f, 0),
            new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0),
            new UpdateRule.AdamW(0.9f, 0.999f, 1e-8f, 0.01f));

    private final OpenClBackend backend;
    private final Arena arena;
    private final Ops ops;
    private final int batch;
    private final int inputs;
    private final int outputs;

    private EveryKernelMain(OpenClBackend backend, Arena arena, int batch, int inputs, int outputs) {
        this.backend = backend;
        this.arena = arena;
        this.ops = backend.ops();
        this.batch = batch;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        Map<String, String> properties =
                new HashMap<>(Map.of(OpenClSettings.CACHE_DIRECTORY, arguments[1], OpenClSettings.TILE, arguments[2]));
        if (arguments[0].endsWith(Precision.TF32.label())) {
            properties.put(Precision.PROPERTY, arguments[0]);
            properties.put(OpenClSettings.EMULATE_TENSOR_CORES, "true");
        } else {
            properties.put(OpenClSettings.KERNELS, arguments[0]);
        }
        // A simulated work-group runs to its end before the next one begins.
        properties.put(OpenClSettings.PERSISTENT_GROUPS, "1");
        try (OpenClBackend backend = TestDevices.open(properties);
                Arena arena = backend.arena("every kernel")) {
            EveryKernelMain kernels = new EveryKernelMain(
                    backend,
                    arena,
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    Integer.parseInt(arguments[5]));
            switch (arguments[6]) {
                case PRODUCTS -> kernels.products();
                case CANDIDATES -> kernels.candidates();
                case LAYERS -> kernels.wideLayers();
                default -> kernels.run();
            }
            backend.synchronize();
            backend.programs().variants().forEach(variant -> System.out.println(format(variant)));
        }
    }

    /** Returns a line that says all about a kernel. */
    private static String format(KernelVariant variant) {
        return String.join(",", variant.files()) + " " + variant.kernel() + " " + variant.options();
    }

    /** Reads a line of the output. */
    static KernelVariant parse(String line) {
        String[] parts = line.split(" ", 3);
        return new KernelVariant(List.of(parts[0].split(",", -1)), parts[1], parts[2]);
    }

    private void run() {
        products();
        activations();
        losses();
        batches();
        reductions();
        regularization();
        layers(outputs);
        layers(WIDE);
        steps();
        repeatedSteps();
        progression();
    }

    private void wideLayers() {
        products();
        infiniteProduct();
        layers(WIDE);
        steps();
    }

    /** What tensor cores have no room for takes another way. */
    private void infiniteProduct() {
        Tensor a = reals(batch, inputs);
        float[] values = new float[a.size()];
        values[0] = Float.POSITIVE_INFINITY;
        backend.write(a, values);
        ops.matmul(a, false, reals(inputs, outputs), false, room(batch, outputs));
    }

    private void progression() {
        Tensor a = reals(batch, inputs);
        Tensor b = reals(inputs, outputs);
        for (ProductStep step : new Progression(backend, PROGRESSION_SIDE).steps()) {
            step.record(a, b, room(batch, outputs)).run();
        }
    }

    private void products() {
        for (int layout = 0; layout < 4; layout++) {
            boolean transposeA = (layout & 1) != 0;
            boolean transposeB = (layout & 2) != 0;
            Tensor a = transposeA ? reals(inputs, batch) : reals(batch, inputs);
            Tensor b = transposeB ? reals(outputs, inputs) : reals(inputs, outputs);
            ops.matmul(a, transposeA, b, transposeB, room(batch, outputs));
        }
    }

    /** Each tiling once, on a small product; those of thin products in the layouts that they are for. */
    private void candidates() {
        GemmShape usual = new GemmShape(false, false, batch, outputs, inputs);
        Set<String> tried = new LinkedHashSet<>();
        for (GemmShape tuned : GemmCandidates.shapes()) {
            for (GemmTiling tiling : GemmCandidates.of(backend.preset(), tuned)) {
                GemmShape shape = tiling.kernel().suits(usual.bucket()) ? usual : thin(tuned);
                if (tried.add(shape.layout() + " " + tiling)) {
                    candidate(tiling, shape);
                }
            }
        }
    }

    /** Returns a product of the layout of another, as many inputs being few enough. */
    private GemmShape thin(GemmShape tuned) {
        return tuned.transposeB()
                ? new GemmShape(false, true, batch, outputs, inputs)
                : new GemmShape(tuned.transposeA(), false, tuned.transposeA() ? outputs : batch, inputs, batch);
    }

    private void candidate(GemmTiling tiling, GemmShape shape) {
        Tensor a = shape.transposeA() ? reals(shape.k(), shape.m()) : reals(shape.m(), shape.k());
        Tensor b = shape.transposeB() ? reals(shape.n(), shape.k()) : reals(shape.k(), shape.n());
        Tensor out = room(shape.m(), shape.n());
        backend.use(new GemmTilings(backend.preset(), Map.of(shape.bucket(), tiling)));
        backend.record(recorded -> recorded.matmul(a, shape.transposeA(), b, shape.transposeB(), out))
                .run();
    }

    private void activations() {
        Tensor x = reals(batch, outputs);
        Tensor upstream = reals(batch, outputs);
        for (Activation activation : Activation.values()) {
            Tensor out = room(batch, outputs);
            ops.activate(activation.function(), x, out);
            ops.activationGradient(activation.function(), x, upstream, room(batch, outputs));
        }
        ops.addBias(x, reals(1, outputs));
        ops.copy(x, room(batch, outputs));
        ops.fill(x, 2);
    }

    private void losses() {
        Tensor scores = reals(batch, outputs);
        Tensor labels = integers(batch, 1, outputs);
        for (Tensor gradient : new Tensor[] {null, room(batch, outputs)}) {
            ops.softmaxCrossEntropy(scores, labels, room(batch, 1), gradient);
            ops.squaredError(scores, reals(batch, outputs), room(batch, 1), gradient);
            ops.smoothLabels(scores, labels, 0.1f, reals(batch, 1), gradient == null ? null : reals(batch, outputs));
        }
        ops.countCorrect(scores, labels, integers(1, 1, 1));
        ops.oneHot(labels, room(batch, outputs));
    }

    private RowSelection selection(Tensor data) {
        return new RowSelection(data, integers(1, 2 * batch, DATA_ROWS), integers(1, 1, 1), batch);
    }

    private void batches() {
        Tensor bytes = arena.allocate("bytes", DType.U8, DATA_ROWS, inputs);
        backend.write(bytes, new byte[bytes.size()]);
        ops.gatherRows(selection(bytes), 0.5f, room(batch, inputs));
        Distortion affine =
                new Distortion(1, inputs, 99, 99, 99, integers(2, Distortion.TURNS, 9), null, null, integers(1, 3, 9));
        Distortion elastic =
                new Distortion(inputs, 1, 9, 9, 9, affine.turns(), reals(3, inputs), reals(2, 1), affine.key());
        for (Distortion distortion : List.of(affine, elastic)) {
            ops.distortRows(selection(bytes), distortion, arena.allocate("distorted", DType.U8, batch, inputs));
        }
        ops.gatherRows(selection(reals(DATA_ROWS, inputs)), 0.5f, room(batch, inputs));
        ops.gatherLabels(selection(integers(DATA_ROWS, 1, outputs)), arena.allocate("labels", DType.I32, batch, 1));
        Tensor step = integers(1, 1, 1);
        ops.recordMean(reals(batch, 1), room(1, 3), step);
        ops.advance(step);
    }

    private void reductions() {
        ops.columnSums(reals(batch, outputs), room(1, outputs));
        ops.sumOfSquares(reals(batch, outputs), room(1, 1));
        ops.squaredDistance(reals(batch, outputs), reals(batch, outputs), room(1, 1));
    }

    private void regularization() {
        DropoutMask mask =
                new DropoutMask(0.5, 1L << 40, 1, selection(integers(DATA_ROWS, 1, outputs)), integers(1, 1, 1));
        Tensor x = reals(batch, outputs);
        ops.dropout(Dropout.alpha(mask), x, room(batch, outputs));
        ops.dropout(Dropout.plain(mask), x, x);
        ops.clipNorm(x, reals(1, 1), 2);
        ops.moveTowards(x, reals(batch, outputs), new LearningRate(reals(1, 2), integers(1, 1, 1)));
    }

    private void layers(int columns) {
        Tensor x = reals(batch, inputs);
        Tensor delta = reals(batch, columns);
        for (Activation activation : Activation.values()) {
            ActivationFunction function = activation.function();
            for (Tensor z : new Tensor[] {null, room(batch, columns)}) {
                ops.linear(x, layer(inputs, columns), function, z, room(batch, columns));
            }
            ops.linearInputGradient(delta, reals(inputs, columns), function, reals(batch, inputs), room(batch, inputs));
            inputGradientAndUpdate(function, x, delta);
        }
        ops.linearGradients(x, delta, layer(inputs, columns));
        for (UpdateRule rule : RULES) {
            LayerUpdate update = update(rule, rate(rule, integers(1, 1, 1)), inputs, columns);
            ops.linearUpdate(x, delta, update);
            ops.update(
                    rule,
                    update.learningRate(),
                    reals(inputs, columns),
                    reals(inputs, columns),
                    update.state().stream().map(LayerTensors::weights).toList());
        }
    }

    /** What a plan does in one launch where the layer has few outputs. */
    private void inputGradientAndUpdate(ActivationFunction function, Tensor x, Tensor delta) {
        UpdateRule rule = RULES.get(0);
        LayerUpdate layer = update(rule, rate(rule, integers(1, 1, 1)), inputs, delta.columns());
        Tensor saved = reals(batch, inputs);
        Tensor out = room(batch, inputs);
        backend.record(recorded -> {
                    recorded.linearInputGradient(delta, layer.parameters().weights(), function, saved, out);
                    recorded.linearUpdate(x, delta, layer);
                })
                .run();
    }

    /** Whole training steps, whose operations fuse. */
    private void steps() {
        for (UpdateRule rule : RULES) {
            backend.record(step(Activation.RELU.function(), rule, WIDE, reals(DATA_ROWS, inputs)))
                    .run();
            Tensor step = integers(1, 1, 1);
            Tensor rowLoss = room(batch, 1);
            Tensor history = room(1, 2);
            backend.record(recorded -> {
                        recorded.recordMean(rowLoss, history, step);
                        recorded.advance(step);
                    })
                    .run();
        }
    }

    /** Formulas of optimisers with the work-groups of GPU devices, and those of activations with the ones of CPU devices. */
    private void repeatedSteps() {
        if (backend.preset().strips()) {
            for (Activation activation : Activation.values()) {
                repeatedStep(activation.function(), RULES.get(0), reals(DATA_ROWS, inputs));
            }
        } else {
            for (UpdateRule rule : RULES) {
                Tensor bytes = arena.allocate("bytes", DType.U8, DATA_ROWS, inputs);
                backend.write(bytes, new byte[bytes.size()]);
                repeatedStep(Activation.RELU.function(), rule, bytes);
            }
        }
    }

    /** Two steps in one launch, with the outputs that a layer may have which is treated as thin. */
    private void repeatedStep(ActivationFunction function, UpdateRule rule, Tensor data) {
        if (outputs < WIDE) {
            backend.recordRepeated(step(function, rule, REPEATED_WIDTH, data)).run(2);
        }
    }

    private Consumer<Ops> step(ActivationFunction function, UpdateRule rule, int width, Tensor data) {
        Tensor step = integers(1, 1, 1);
        Tensor order = integers(1, 2 * batch, DATA_ROWS);
        RowSelection rows = new RowSelection(data, order, step, batch);
        RowSelection labels = rows.of(integers(DATA_ROWS, 1, outputs));
        LayerUpdate first = update(rule, rate(rule, step), inputs, width);
        LayerUpdate second = update(rule, first.learningRate(), width, outputs);
        Tensor input = room(batch, inputs);
        Tensor hidden = room(batch, width);
        Tensor z = function.gradientFromOutput() ? null : room(batch, width);
        Tensor hiddenDelta = room(batch, width);
        Tensor logits = room(batch, outputs);
        Tensor delta = room(batch, outputs);
        Tensor batchLabels = arena.allocate("batch labels", DType.I32, batch, 1);
        Tensor rowLoss = room(batch, 1);
        Tensor history = room(1, 2);
        return recorded -> {
            recorded.inputLinear(rows, 0.5f, input, first.parameters(), function, z, hidden);
            recorded.linear(hidden, second.parameters(), Activation.IDENTITY.function(), null, logits);
            recorded.gatherLabels(labels, batchLabels);
            recorded.softmaxCrossEntropy(logits, batchLabels, rowLoss, delta);
            recorded.linearInputGradient(
                    delta, second.parameters().weights(), function, z == null ? hidden : z, hiddenDelta);
            recorded.linearUpdate(hidden, delta, second);
            recorded.inputLinearUpdate(rows, 0.5f, input, hiddenDelta, first);
            recorded.recordMean(rowLoss, history, step);
            recorded.advance(step);
        };
    }

    private LearningRate rate(UpdateRule rule, Tensor step) {
        return new LearningRate(reals(rule.coefficientCount(), 2), step);
    }

    private LayerUpdate update(UpdateRule rule, LearningRate rate, int rows, int columns) {
        List<LayerTensors> state = new ArrayList<>();
        for (int i = 0; i < rule.stateTensors(); i++) {
            state.add(layer(rows, columns));
        }
        return new LayerUpdate(rule, rate, layer(rows, columns), layer(rows, columns), state);
    }

    private LayerTensors layer(int rows, int columns) {
        return new LayerTensors(reals(rows, columns), reals(1, columns));
    }

    private Tensor room(int rows, int columns) {
        return arena.allocate("room", DType.F32, rows, columns);
    }

    private Tensor reals(int rows, int columns) {
        Tensor tensor = room(rows, columns);
        float[] values = new float[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 - 3;
        }
        backend.write(tensor, values);
        return tensor;
    }

    private Tensor integers(int rows, int columns, int bound) {
        Tensor tensor = arena.allocate("integers", DType.I32, rows, columns);
        int[] values = new int[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % bound;
        }
        backend.write(tensor, values);
        return tensor;
    }
}
