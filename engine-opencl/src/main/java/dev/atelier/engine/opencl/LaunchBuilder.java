package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.Kernel;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.ArrayList;
import java.util.List;

/** Binds the arguments of one launch, in the order in which the kernel declares them. */
final class LaunchBuilder {
    private final LaunchTarget target;
    private final Kernel kernel;
    private final List<Tensor> tensors = new ArrayList<>();

    LaunchBuilder(LaunchTarget target, KernelVariant variant) {
        this.target = target;
        this.kernel = target.kernel(variant);
    }

    LaunchBuilder tensor(Tensor tensor) {
        kernel.buffer(((OpenClTensor) tensor).buffer());
        tensors.add(tensor);
        return this;
    }

    LaunchBuilder buffer(Buffer buffer) {
        kernel.buffer(buffer);
        return this;
    }

    LaunchBuilder integer(int value) {
        kernel.integer(value);
        return this;
    }

    LaunchBuilder real(float value) {
        kernel.real(value);
        return this;
    }

    LaunchBuilder alpha(ActivationFunction function) {
        return real(function.alpha());
    }

    /** Binds the data of a selection and what chooses its rows, as {@code selection.cl} takes it. */
    LaunchBuilder selection(RowSelection rows) {
        return tensor(rows.data())
                .integer(rows.data().rows())
                .tensor(rows.order())
                .integer(rows.order().columns())
                .tensor(rows.step())
                .integer(rows.stride());
    }

    /** Binds {@code RULE_PARAMETERS} of {@code update_rule.cl}. */
    LaunchBuilder rule(UpdateRule rule, LearningRate rate) {
        RuleDefines.bind(this, rule, rate, ((OpenClTensor) rate.step()).buffer());
        tensors.add(rate.step());
        return this;
    }

    /** Binds {@code RULE_PARAMETERS} with a copy of the step's number. */
    LaunchBuilder rule(UpdateRule rule, LearningRate rate, Buffer keptStep) {
        RuleDefines.bind(this, rule, rate, keptStep);
        return this;
    }

    /** Returns the kernel that the arguments are bound to. */
    Kernel kernel() {
        return kernel;
    }

    void launch(NdRange range) {
        target.launch(kernel, range, tensors);
    }
}
