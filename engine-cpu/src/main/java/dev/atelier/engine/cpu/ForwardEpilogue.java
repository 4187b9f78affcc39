package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.cpu.kernel.TileEpilogue;

/** Bias and activation of a layer: {@code sum += bias}, {@code out = f(sum)}. */
@SuppressWarnings("NullAway.Init")
final class ForwardEpilogue implements TileEpilogue {
    private final CpuEngine engine;
    private CpuTensor bias;
    private ActivationFunction function;
    private CpuTensor sum;
    private CpuTensor out;

    ForwardEpilogue(CpuEngine engine) {
        this.engine = engine;
    }

    void set(Tensor layerBias, ActivationFunction activation, CpuTensor preActivation, Tensor output) {
        bias = (CpuTensor) layerBias;
        function = activation;
        sum = preActivation;
        out = (CpuTensor) output;
    }

    @Override
    public void apply(int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
        int length = columnEnd - columnBegin;
        for (int row = rowBegin; row < rowEnd; row++) {
            int target = sum.index(row, columnBegin);
            engine.kernels.add(sum.floats, target, bias.floats, bias.index(0, columnBegin), length);
        }
        if (sum == out && function.kind() == Activation.IDENTITY) {
            return;
        }
        engine.kernels.activate(
                function,
                rowEnd - rowBegin,
                length,
                sum.floats,
                sum.index(rowBegin, columnBegin),
                sum.stride,
                out.floats,
                out.index(rowBegin, columnBegin),
                out.stride);
    }
}
