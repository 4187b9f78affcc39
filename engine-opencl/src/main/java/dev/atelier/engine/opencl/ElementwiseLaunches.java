package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Launches the kernels that treat one element at a time. */
final class ElementwiseLaunches {
    private final Preset preset;
    private final LaunchTarget target;

    ElementwiseLaunches(Preset preset, LaunchTarget target) {
        this.preset = preset;
        this.target = target;
    }

    void addBias(Tensor x, Tensor bias) {
        start(List.of("common", "elementwise"), "add_bias", Map.of())
                .tensor(x)
                .tensor(bias)
                .integer(x.columns())
                .launch(NdRange.covering(vectors(x.columns()), x.rows(), preset.items(), 1));
    }

    void copy(Tensor source, Tensor destination) {
        start(List.of("common", "elementwise"), "copy", Map.of())
                .tensor(source)
                .tensor(destination)
                .integer(source.size())
                .launch(overAll(source));
    }

    /** Sets every element, but not the padding between the parts of a slab, which stays zero. */
    void fill(Tensor x, float value) {
        int bits = x.dtype() == DType.I32 ? (int) value : Float.floatToRawIntBits(value);
        List<OpenClTensor> parts = ((OpenClTensor) x).parts();
        if (bits != 0 && !parts.isEmpty()) {
            parts.forEach(part -> fillBits(part, bits));
        } else {
            fillBits(x, bits);
        }
    }

    /** Copies one buffer of floats to another of the same size. */
    void copy(Buffer source, Buffer destination) {
        int elements = Math.toIntExact(source.size() / Float.BYTES);
        start(List.of("common", "elementwise"), "copy", Map.of())
                .buffer(source)
                .buffer(destination)
                .integer(elements)
                .launch(NdRange.covering(vectors(elements), 1, preset.items(), 1));
    }

    /** Sets every byte of a buffer, whose size is a multiple of 4, to zero. */
    void zero(Buffer buffer) {
        int words = Math.toIntExact(buffer.size() / Integer.BYTES);
        start(List.of("common", "elementwise"), "fill", Map.of())
                .buffer(buffer)
                .integer(0)
                .integer(words)
                .launch(NdRange.covering(words, 1, preset.items(), 1));
    }

    private void fillBits(Tensor x, int bits) {
        start(List.of("common", "elementwise"), "fill", Map.of())
                .tensor(x)
                .integer(bits)
                .integer(x.size())
                .launch(NdRange.covering(x.size(), 1, preset.items(), 1));
    }

    /** Applies a function; slabs are treated part by part when it would turn the zeros of their padding into something else. */
    void activate(ActivationFunction function, Tensor x, Tensor out) {
        List<OpenClTensor> sources = ((OpenClTensor) x).parts();
        List<OpenClTensor> results = ((OpenClTensor) out).parts();
        if (function.value(0) != 0 && !sources.isEmpty() && sources.size() == results.size()) {
            for (int i = 0; i < sources.size(); i++) {
                activateAll(function, sources.get(i), results.get(i));
            }
        } else {
            activateAll(function, x, out);
        }
    }

    private void activateAll(ActivationFunction function, Tensor x, Tensor out) {
        start(List.of("common", "activation", "activate"), "activate", activation(function))
                .tensor(x)
                .tensor(out)
                .alpha(function)
                .integer(x.size())
                .launch(overAll(x));
    }

    void activationGradient(ActivationFunction function, Tensor saved, Tensor upstream, Tensor out) {
        start(List.of("common", "activation", "activate"), "activation_gradient", activation(function))
                .tensor(saved)
                .tensor(upstream)
                .tensor(out)
                .alpha(function)
                .integer(out.size())
                .launch(overAll(out));
    }

    void update(UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        LaunchBuilder launch = start(List.of("common", "update_rule", "update"), "update", RuleDefines.of(rule))
                .tensor(parameters)
                .tensor(gradients);
        state.forEach(launch::tensor);
        launch.integer(parameters.size()).rule(rule, learningRate).launch(overAll(parameters));
    }

    private LaunchBuilder start(List<String> files, String kernel, Map<String, Object> defines) {
        Map<String, Object> all = new HashMap<>(defines);
        all.put("VW", preset.vectorWidth());
        return new LaunchBuilder(target, KernelVariant.of(files, kernel, all));
    }

    private static Map<String, Object> activation(ActivationFunction function) {
        return Map.of("ACTIVATION", function.kind().name());
    }

    private NdRange overAll(Tensor x) {
        return NdRange.covering(vectors(x.size()), 1, preset.items(), 1);
    }

    private long vectors(int elements) {
        return ((long) elements + preset.vectorWidth() - 1) / preset.vectorWidth();
    }
}
