package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.Arrays;
import java.util.List;

/** Operations that treat each element by itself. Their arguments stand in fields, because a step must not allocate. */
final class ElementOperations {
    /** The work of an activation with an exponential, in additions. */
    private static final int EXPONENTIAL_COST = 8;

    private final CpuEngine engine;
    private final Activate activate = new Activate();
    private final Gradient gradient = new Gradient();
    private final AddBias addBias = new AddBias();
    private final Copy copy = new Copy();
    private final Update update;

    ElementOperations(CpuEngine engine) {
        this.engine = engine;
        this.update = new Update();
    }

    void activate(ActivationFunction function, Tensor x, Tensor out) {
        activate.function = function;
        activate.x = (CpuTensor) x;
        activate.out = (CpuTensor) out;
        activate.launch(engine, (CpuTensor) x, cost(function));
    }

    void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        gradient.function = function;
        gradient.saved = (CpuTensor) saved;
        gradient.upstream = (CpuTensor) upstream;
        gradient.out = (CpuTensor) out;
        gradient.launch(engine, (CpuTensor) saved, cost(function));
    }

    void addBias(Tensor x, Tensor bias) {
        addBias.x = (CpuTensor) x;
        addBias.bias = (CpuTensor) bias;
        addBias.launch(engine, (CpuTensor) x, 1);
    }

    void copy(Tensor source, Tensor target) {
        copy.source = (CpuTensor) source;
        copy.target = (CpuTensor) target;
        copy.launch(engine, (CpuTensor) source, 1);
    }

    void fill(Tensor x, float value) {
        CpuTensor tensor = (CpuTensor) x;
        if (tensor.dtype() == DType.I32) {
            Arrays.fill(tensor.ints, (int) value);
            return;
        }
        for (int row = 0; row < tensor.rows(); row++) {
            int start = tensor.index(row, 0);
            Arrays.fill(tensor.floats, start, start + tensor.columns(), value);
        }
    }

    void update(UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        update.step.set(rule, learningRate, parameters, state);
        update.gradients = (CpuTensor) gradients;
        update.launch(engine, (CpuTensor) parameters, 1);
    }

    static int cost(ActivationFunction function) {
        Activation kind = function.kind();
        boolean cheap = kind == Activation.IDENTITY || kind == Activation.RELU || kind == Activation.LEAKY_RELU;
        return cheap ? 1 : EXPONENTIAL_COST;
    }

    @SuppressWarnings("NullAway.Init")
    private final class Activate extends BlockTask {
        private ActivationFunction function;
        private CpuTensor x;
        private CpuTensor out;

        @Override
        void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            engine.kernels.activate(
                    function,
                    rowEnd - rowBegin,
                    columnEnd - columnBegin,
                    x.floats,
                    x.index(rowBegin, columnBegin),
                    x.stride,
                    out.floats,
                    out.index(rowBegin, columnBegin),
                    out.stride);
        }
    }

    @SuppressWarnings("NullAway.Init")
    private final class Gradient extends BlockTask {
        private ActivationFunction function;
        private CpuTensor saved;
        private CpuTensor upstream;
        private CpuTensor out;

        @Override
        void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            engine.kernels.activationGradient(
                    function,
                    rowEnd - rowBegin,
                    columnEnd - columnBegin,
                    saved.floats,
                    saved.index(rowBegin, columnBegin),
                    saved.stride,
                    upstream.floats,
                    upstream.index(rowBegin, columnBegin),
                    upstream.stride,
                    out.floats,
                    out.index(rowBegin, columnBegin),
                    out.stride);
        }
    }

    @SuppressWarnings("NullAway.Init")
    private final class AddBias extends BlockTask {
        private CpuTensor x;
        private CpuTensor bias;

        @Override
        void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            for (int row = rowBegin; row < rowEnd; row++) {
                int target = x.index(row, columnBegin);
                int source = bias.index(0, columnBegin);
                engine.kernels.add(x.floats, target, bias.floats, source, columnEnd - columnBegin);
            }
        }
    }

    @SuppressWarnings("NullAway.Init")
    private static final class Copy extends BlockTask {
        private CpuTensor source;
        private CpuTensor target;

        @Override
        void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            for (int row = rowBegin; row < rowEnd; row++) {
                int from = source.index(row, columnBegin);
                int to = target.index(row, columnBegin);
                System.arraycopy(source.floats, from, target.floats, to, columnEnd - columnBegin);
            }
        }
    }

    @SuppressWarnings("NullAway.Init")
    private final class Update extends BlockTask {
        private final RuleStep step = new RuleStep(engine);
        private CpuTensor gradients;

        @Override
        void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            int gradient = gradients.index(rowBegin, columnBegin);
            step.apply(rowBegin, rowEnd, columnBegin, columnEnd, gradients.floats, gradient, gradients.stride);
        }
    }
}
