package dev.atelier.runner.onnx;

import dev.atelier.runner.protobuf.ProtobufMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * The graph of an ONNX model in the making: nodes in the order in which they run, and the constants that they use. The numbers
 * of the fields are those of <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
final class OnnxGraph {
    /** The dimension that a run is free to choose. */
    private static final String BATCH = "batch";

    private static final int FLOAT_TENSOR = 1;
    private static final int FLOAT_ATTRIBUTE = 1;
    private static final int INTEGER_ATTRIBUTE = 2;

    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_NAME = 2;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;

    private final ProtobufMessage graph = new ProtobufMessage();

    /** Begins a graph. */
    OnnxGraph(String name) {
        graph.text(GRAPH_NAME, name);
    }

    /** Returns the graph; nothing is added to it afterwards. */
    ProtobufMessage message() {
        return graph;
    }

    /** Declares the input, float {@code [batch][columns]}. */
    void input(String name, int columns, String description) {
        graph.message(GRAPH_INPUT, batchOf(name, columns, description));
    }

    /** Declares the output, float {@code [batch][columns]}. */
    void output(String name, int columns, String description) {
        graph.message(GRAPH_OUTPUT, batchOf(name, columns, description));
    }

    private static ProtobufMessage batchOf(String name, int columns, String description) {
        ProtobufMessage shape = new ProtobufMessage()
                .message(1, new ProtobufMessage().text(2, BATCH))
                .message(1, new ProtobufMessage().integer(1, columns));
        ProtobufMessage tensor = new ProtobufMessage().integer(1, FLOAT_TENSOR).message(2, shape);
        return new ProtobufMessage()
                .text(1, name)
                .message(2, new ProtobufMessage().message(1, tensor))
                .text(3, description);
    }

    /** Adds a constant of this shape, row-major; an empty shape is a scalar. */
    void constant(String name, List<Integer> shape, float... elements) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, elements.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(elements);
        ProtobufMessage tensor = new ProtobufMessage();
        shape.forEach(size -> tensor.integer(1, size));
        tensor.integer(2, FLOAT_TENSOR).text(8, name).bytes(9, bytes.array());
        graph.message(GRAPH_INITIALIZER, tensor);
    }

    /**
     * Adds a node of one output.
     *
     * @param attributes values of the types {@code Float} and {@code Integer} by name
     */
    void node(String operator, List<String> inputs, String output, Map<String, ? extends Number> attributes) {
        ProtobufMessage node = new ProtobufMessage();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output + "/" + operator).text(4, operator);
        attributes.forEach((name, value) -> {
            ProtobufMessage attribute = new ProtobufMessage().text(1, name);
            if (value instanceof Float real) {
                attribute.real(2, real.floatValue()).integer(20, FLOAT_ATTRIBUTE);
            } else {
                attribute.integer(3, value.longValue()).integer(20, INTEGER_ATTRIBUTE);
            }
            node.message(5, attribute);
        });
        graph.message(GRAPH_NODE, node);
    }

    /** Adds a node of one output without attributes. */
    void node(String operator, List<String> inputs, String output) {
        node(operator, inputs, output, Map.of());
    }
}
