package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.cpu.kernel.Product;
import dev.atelier.engine.cpu.kernel.TileEpilogue;
import org.jspecify.annotations.Nullable;

/** Matrix products, and the layers that are made of them with their epilogues. */
final class MatrixOperations {
    private final CpuEngine engine;
    private final ProductTask task;
    private final ForwardEpilogue forwardEpilogue;
    private final GradientEpilogue gradientEpilogue = new GradientEpilogue();
    private final UpdateEpilogue updateEpilogue;

    MatrixOperations(CpuEngine engine) {
        this.engine = engine;
        this.task = new ProductTask();
        this.forwardEpilogue = new ForwardEpilogue(engine);
        this.updateEpilogue = new UpdateEpilogue();
    }

    void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        multiply(a, transposeA, b, transposeB, out, false, 1, 0, false, null);
    }

    void linear(
            Tensor x,
            LayerTensors layer,
            ActivationFunction function,
            @Nullable Tensor z,
            Tensor out,
            boolean mostlyZeros) {
        CpuTensor sum = (CpuTensor) (z == null ? out : z);
        forwardEpilogue.set(layer.bias(), function, sum, out);
        multiply(x, false, layer.weights(), false, sum, false, 1, 0, mostlyZeros, forwardEpilogue);
    }

    void linearInputGradient(Tensor delta, Tensor weights, ActivationFunction function, Tensor saved, Tensor out) {
        gradientEpilogue.function = function;
        gradientEpilogue.saved = (CpuTensor) saved;
        gradientEpilogue.out = (CpuTensor) out;
        boolean linear = function.kind() == Activation.IDENTITY;
        multiply(delta, false, weights, true, out, false, 1, 0, false, linear ? null : gradientEpilogue);
    }

    void linearGradients(Tensor x, Tensor delta, LayerTensors gradients, boolean mostlyZeros) {
        task.biasTask.sum(delta, gradients.bias());
        multiply(x, true, delta, false, gradients.weights(), false, 1, 0, mostlyZeros, null);
    }

    void linearUpdate(Tensor x, Tensor delta, LayerUpdate layer, boolean mostlyZeros) {
        task.biasTask.update(delta, layer);
        updateEpilogue.set(layer);
        if (layer.rule() instanceof UpdateRule.Sgd sgd) {
            float learningRate = updateEpilogue.step.learningRate();
            float keep = 1 - learningRate * sgd.weightDecay();
            Tensor weights = layer.parameters().weights();
            multiply(x, true, delta, false, weights, true, -learningRate, keep, mostlyZeros, null);
            return;
        }
        multiply(x, true, delta, false, layer.gradients().weights(), false, 1, 0, mostlyZeros, updateEpilogue);
    }

    private void multiply(
            Tensor a,
            boolean transposeA,
            Tensor b,
            boolean transposeB,
            Tensor out,
            boolean accumulate,
            float alpha,
            float beta,
            boolean skipZeros,
            @Nullable TileEpilogue epilogue) {
        Product product = task.product;
        CpuTensor left = (CpuTensor) a;
        CpuTensor right = (CpuTensor) b;
        CpuTensor target = (CpuTensor) out;
        product.rows = target.rows();
        product.columns = target.columns();
        product.depth = transposeA ? left.rows() : left.columns();
        product.a.set(left.floats, left.offset, left.stride, transposeA);
        product.b.set(right.floats, right.offset, right.stride, transposeB);
        product.c.set(target.floats, target.offset, target.stride, false);
        product.accumulate = accumulate;
        product.alpha = alpha;
        product.beta = beta;
        product.skipZeros = skipZeros;
        product.epilogue = epilogue;
        try {
            engine.run(task, (long) product.rows * product.columns * product.depth >= BlockTask.LARGE);
        } finally {
            task.biasTask.clear();
        }
    }

    /** One product, with the bias's part of a backward pass beside it. */
    private final class ProductTask implements Task {
        private final Product product = new Product();
        private final BiasTask biasTask = new BiasTask(engine);

        @Override
        public void run(int part, int parts) {
            int rowUnits = units(product.rows, engine.kernels.rowStep());
            int columnUnits = units(product.columns, engine.kernels.columnStep());
            // Rows go first, because threads that share a row's cache lines get in each other's way.
            if (rowUnits >= columnUnits || rowUnits >= 4 * parts) {
                int begin = Task.begin(part, parts, rowUnits) * engine.kernels.rowStep();
                int end = Task.begin(part + 1, parts, rowUnits) * engine.kernels.rowStep();
                multiply(part, begin, Math.min(end, product.rows), 0, product.columns);
            } else {
                int begin = Task.begin(part, parts, columnUnits) * engine.kernels.columnStep();
                int end = Task.begin(part + 1, parts, columnUnits) * engine.kernels.columnStep();
                multiply(part, 0, product.rows, begin, Math.min(end, product.columns));
            }
            biasTask.run(part, parts);
        }

        private void multiply(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            if (rowBegin < rowEnd && columnBegin < columnEnd) {
                engine.kernels.multiply(product, rowBegin, rowEnd, columnBegin, columnEnd, engine.scratch(part));
            }
        }

        private int units(int length, int step) {
            return (length + step - 1) / step;
        }
    }

    /** {@code out *= f'(saved)}. */
    @SuppressWarnings("NullAway.Init")
    private final class GradientEpilogue implements TileEpilogue {
        private ActivationFunction function;
        private CpuTensor saved;
        private CpuTensor out;

        @Override
        public void apply(int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            int target = out.index(rowBegin, columnBegin);
            engine.kernels.activationGradient(
                    function,
                    rowEnd - rowBegin,
                    columnEnd - columnBegin,
                    saved.floats,
                    saved.index(rowBegin, columnBegin),
                    saved.stride,
                    out.floats,
                    target,
                    out.stride,
                    out.floats,
                    target,
                    out.stride);
        }
    }

    /** An optimiser that keeps state, on the gradients of a tile. */
    @SuppressWarnings("NullAway.Init")
    private final class UpdateEpilogue implements TileEpilogue {
        private final RuleStep step = new RuleStep(engine);
        private CpuTensor gradients;

        void set(LayerUpdate layer) {
            step.setWeights(layer);
            gradients = (CpuTensor) layer.gradients().weights();
        }

        @Override
        public void apply(int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            int gradient = gradients.index(rowBegin, columnBegin);
            step.apply(rowBegin, rowEnd, columnBegin, columnEnd, gradients.floats, gradient, gradients.stride);
        }
    }
}
