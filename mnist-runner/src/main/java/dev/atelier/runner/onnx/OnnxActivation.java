package dev.atelier.runner.onnx;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The activations as operators of ONNX; those that its operator set {@link OnnxFile#OPSET} lacks are put together from others. */
final class OnnxActivation {
    private OnnxActivation() {}

    /**
     * Adds the nodes that apply {@code function} to the tensor {@code input}, and returns the name of the result.
     *
     * @param name what the names of the results begin with
     */
    static String add(OnnxGraph graph, ActivationFunction function, String input, String name) {
        return switch (function.kind()) {
            case IDENTITY -> input;
            case SIGMOID -> operator(graph, "Sigmoid", input, name, Map.of());
            case TANH -> operator(graph, "Tanh", input, name, Map.of());
            case RELU -> operator(graph, "Relu", input, name, Map.of());
            case LEAKY_RELU -> operator(graph, "LeakyRelu", input, name, Map.of("alpha", function.alpha()));
            case ELU -> operator(graph, "Elu", input, name, Map.of("alpha", function.alpha()));
            case SELU ->
                operator(
                        graph,
                        "Selu",
                        input,
                        name,
                        new TreeMap<>(Map.of(
                                "alpha", (float) Activation.SELU_ALPHA, "gamma", (float) Activation.SELU_LAMBDA)));
            case SOFTPLUS -> operator(graph, "Softplus", input, name, Map.of());
            case GELU -> gelu(graph, input, name);
            case SILU -> silu(graph, input, name);
        };
    }

    private static String operator(
            OnnxGraph graph, String operator, String input, String name, Map<String, Float> attributes) {
        graph.node(operator, List.of(input), name, attributes);
        return name;
    }

    /** {@code x/2 (1 + erf(x / sqrt 2))}. */
    private static String gelu(OnnxGraph graph, String input, String name) {
        String half = name + ".half";
        String one = name + ".one";
        String scale = name + ".scale";
        graph.constant(half, List.of(), 0.5f);
        graph.constant(one, List.of(), 1);
        graph.constant(scale, List.of(), (float) Math.sqrt(0.5));
        graph.node("Mul", List.of(input, scale), name + ".scaled");
        graph.node("Erf", List.of(name + ".scaled"), name + ".erf");
        graph.node("Add", List.of(name + ".erf", one), name + ".sum");
        graph.node("Mul", List.of(input, half), name + ".halved");
        graph.node("Mul", List.of(name + ".halved", name + ".sum"), name);
        return name;
    }

    /** {@code x sigmoid(x)}. */
    private static String silu(OnnxGraph graph, String input, String name) {
        graph.node("Sigmoid", List.of(input), name + ".sigmoid");
        graph.node("Mul", List.of(input, name + ".sigmoid"), name);
        return name;
    }
}
