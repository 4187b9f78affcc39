package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a GEMM does with its sums: the defines and arguments of {@code epilogue.cl}.
 *
 * @param defines the defines that choose it
 * @param arguments binds {@code EPILOGUE_PARAMETERS}, in their order
 */
record Epilogue(Map<String, Object> defines, Consumer<LaunchBuilder> arguments) {
    /** {@code out = acc}. */
    static Epilogue store(Tensor out) {
        return new Epilogue(Map.of(), launch -> launch.tensor(out));
    }

    /** {@code z = acc + bias}, {@code out = f(z)}; {@code z} is kept where it is given. */
    static Epilogue forward(Tensor out, Tensor bias, ActivationFunction function, @Nullable Tensor z) {
        Map<String, Object> defines =
                new HashMap<>(Map.of("BIAS", 1, "ACTIVATION", function.kind().name()));
        if (z != null) {
            defines.put("KEEP", 1);
        }
        return new Epilogue(defines, launch -> {
            launch.tensor(out).tensor(bias);
            if (z != null) {
                launch.tensor(z);
            }
            launch.alpha(function);
        });
    }

    /** {@code out = acc * f'(saved)}. */
    static Epilogue slope(Tensor out, ActivationFunction function, Tensor saved) {
        if (function.kind() == Activation.IDENTITY) {
            return store(out);
        }
        return new Epilogue(
                Map.of("SLOPE", 1, "ACTIVATION", function.kind().name()),
                launch -> launch.tensor(out).tensor(saved).alpha(function));
    }

    /** {@code weights = acc}, {@code bias} = the column sums of B. */
    static Epilogue gradients(LayerTensors gradients) {
        return new Epilogue(
                Map.of("COLUMN_SUMS", 1),
                launch -> launch.tensor(gradients.weights()).tensor(gradients.bias()));
    }

    /** Applies the optimiser's rule to the weights and, with the column sums of B, to the bias. */
    static Epilogue update(LayerUpdate layer) {
        return new Epilogue(defines(layer), launch -> {
            bind(launch, layer);
            launch.rule(layer.rule(), layer.learningRate());
        });
    }

    /**
     * The same, and the step's end.
     *
     * @param keptStep a copy of the step's number
     */
    static Epilogue lastUpdate(LayerUpdate layer, StepOperation.RecordMean mean, Buffer keptStep) {
        Map<String, Object> defines = defines(layer);
        defines.put("STEP_END", 1);
        return new Epilogue(defines, launch -> {
            bind(launch, layer);
            launch.rule(layer.rule(), layer.learningRate(), keptStep)
                    .tensor(mean.x())
                    .integer(mean.x().rows())
                    .tensor(mean.history())
                    .integer(mean.history().columns())
                    .tensor(mean.step());
        });
    }

    /** Whether the launch is a step's last, see {@link #lastUpdate}. */
    boolean endsStep() {
        return defines.containsKey("STEP_END");
    }

    private static Map<String, Object> defines(LayerUpdate layer) {
        Map<String, Object> defines = new HashMap<>(RuleDefines.of(layer.rule()));
        defines.put("COLUMN_SUMS", 1);
        defines.put("UPDATE", 1);
        return defines;
    }

    private static void bind(LaunchBuilder launch, LayerUpdate layer) {
        launch.tensor(layer.gradients().weights())
                .tensor(layer.gradients().bias())
                .tensor(layer.parameters().weights())
                .tensor(layer.parameters().bias());
        layer.state().forEach(state -> launch.tensor(state.weights()));
        layer.state().forEach(state -> launch.tensor(state.bias()));
    }
}
