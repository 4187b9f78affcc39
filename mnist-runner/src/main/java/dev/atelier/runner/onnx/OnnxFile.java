package dev.atelier.runner.onnx;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.runner.data.FileFault;
import dev.atelier.runner.data.WholeFile;
import dev.atelier.runner.model.ModelException;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.protobuf.ProtobufMessage;
import dev.atelier.runner.table.Column;
import dev.atelier.runner.table.SchemaText;
import dev.atelier.runner.table.TableSchema;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes a network as an ONNX model.
 *
 * <p>The model has one input, {@code input}, float {@code [batch][inputs]}: what the network sees, which is
 * {@code inputScale * pixel} for images. Its one output, float {@code [batch][outputs]}, is {@code logits} or, with the softmax,
 * {@code probabilities}; a network trained with squared error gives {@code outputs}. Of a table, the input are the columns in their
 * own units, words one-hot, and the output of a regression is in the target's unit: the model standardises. The batch is free. Each layer is a
 * {@code Gemm} whose weights have the names and the layout, {@code [outputs][inputs]}, that they have in PyTorch.
 */
public final class OnnxFile {
    /** The operator set, of ONNX 1.8: the newest whose operators are used here as they are, and old enough for every reader. */
    public static final int OPSET = 13;

    /** The version of the format that came with {@link #OPSET}. */
    public static final int IR_VERSION = 7;

    /** The name of the input. */
    public static final String INPUT = "input";

    private OnnxFile() {}

    /**
     * Writes a model; an old file of the name is replaced only when the new one is complete.
     *
     * @param softmax whether the model's last step turns logits into probabilities
     * @param version of the program, which the file names as its producer
     * @throws ModelException if the file can't be written, or the model is larger than the format allows
     */
    public static void write(Path file, ModelFile.Model model, boolean softmax, String version) {
        ProtobufMessage message = message(model, softmax, version);
        if (message.size() > ProtobufMessage.MAX_BYTES) {
            throw new ModelException(file + ": the model has " + message.size() + " bytes; ONNX allows "
                    + ProtobufMessage.MAX_BYTES + " in one file");
        }
        try {
            WholeFile.write(file, channel -> {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
                message.writeTo(out);
                out.flush();
            });
        } catch (IOException e) {
            throw new ModelException(file + ": can't be written: " + FileFault.reason(e), e);
        }
    }

    private static ProtobufMessage message(ModelFile.Model model, boolean softmax, String version) {
        ProtobufMessage message = new ProtobufMessage()
                .integer(1, IR_VERSION)
                .text(2, "Atelier")
                .text(3, version)
                .message(7, graph(model, softmax))
                .message(8, new ProtobufMessage().text(1, "").integer(2, OPSET));
        property(message, "activation", ModelFile.activation(model.weights().spec()));
        property(message, "input_scale", Float.toString(model.inputScale()));
        property(message, "image_height", Integer.toString(model.imageHeight()));
        property(message, "image_width", Integer.toString(model.imageWidth()));
        if (model.table() != null) {
            property(message, "table", SchemaText.write(model.table()));
        }
        return message;
    }

    private static void property(ProtobufMessage model, String key, String value) {
        model.message(14, new ProtobufMessage().text(1, key).text(2, value));
    }

    private static ProtobufMessage graph(ModelFile.Model model, boolean softmax) {
        NetworkSpec spec = model.weights().spec();
        OnnxGraph graph = new OnnxGraph("network " + spec);
        graph.input(
                INPUT,
                spec.inputs(),
                model.table() == null
                        ? "what the network sees: " + model.inputScale() + " times the pixel"
                        : "the columns of the table, in their own units; categories one-hot");
        boolean restores = model.table() != null && model.table().isRegression();
        String output = switch (model.loss()) {
            case CROSS_ENTROPY -> softmax ? "probabilities" : "logits";
            case MEAN_SQUARED_ERROR -> "outputs";
        };
        String value = standardised(graph, model, INPUT);
        List<LayerWeights> layers = model.weights().layers();
        for (int i = 0; i < layers.size(); i++) {
            LayerWeights layer = layers.get(i);
            // The names of PyTorch's nn.Sequential, in which every second module is an activation.
            String weights = 2 * i + ".weight";
            String bias = 2 * i + ".bias";
            graph.constant(weights, List.of(layer.outputs(), layer.inputs()), transposed(layer));
            graph.constant(bias, List.of(layer.outputs()), layer.bias());
            boolean last = i == layers.size() - 1;
            String sum = last && !softmax && !restores ? output : "sum." + i;
            graph.node("Gemm", List.of(value, weights, bias), sum, Map.of("transB", 1));
            value = last ? sum : OnnxActivation.add(graph, spec.layers().get(i).activation(), sum, "layer." + i);
        }
        if (softmax) {
            graph.node("Softmax", List.of(value), output, Map.of("axis", 1));
        } else if (restores) {
            restore(graph, model, value, output);
        }
        graph.output(output, spec.outputs(), restores ? "the target in its unit" : "one column a class");
        return graph.message();
    }

    /** Adds the nodes that standardise a table's columns of numbers and leave one-hot columns as they are. */
    private static String standardised(OnnxGraph graph, ModelFile.Model model, String input) {
        TableSchema schema = model.table();
        if (schema == null) {
            return input;
        }
        float[] means = new float[schema.features()];
        float[] deviations = new float[schema.features()];
        Arrays.fill(deviations, 1);
        int offset = 0;
        for (Column column : schema.inputs()) {
            if (column instanceof Column.Numeric numeric) {
                means[offset] = (float) numeric.mean();
                deviations[offset] = (float) numeric.deviation();
            }
            offset += column.width();
        }
        graph.constant("means", List.of(1, means.length), means);
        graph.constant("deviations", List.of(1, deviations.length), deviations);
        graph.node("Sub", List.of(input, "means"), "centred");
        graph.node("Div", List.of("centred", "deviations"), "standardised");
        return "standardised";
    }

    /** Adds the nodes that bring the output to the target's unit. */
    private static void restore(OnnxGraph graph, ModelFile.Model model, String value, String output) {
        if (model.table() != null && model.table().target() instanceof Column.Numeric target) {
            graph.constant("target.deviation", List.of(), (float) target.deviation());
            graph.constant("target.mean", List.of(), (float) target.mean());
            graph.node("Mul", List.of(value, "target.deviation"), "scaled");
            graph.node("Add", List.of("scaled", "target.mean"), output);
        }
    }

    /** Returns the weights as {@code [outputs][inputs]}. */
    private static float[] transposed(LayerWeights layer) {
        float[] result = new float[layer.weights().length];
        for (int i = 0; i < layer.inputs(); i++) {
            for (int j = 0; j < layer.outputs(); j++) {
                result[j * layer.inputs() + i] = layer.weights()[i * layer.outputs() + j];
            }
        }
        return result;
    }
}
