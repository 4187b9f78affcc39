package dev.atelier.runner.model;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.LayerSpec;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.runner.data.FileFault;
import dev.atelier.runner.table.SchemaText;
import dev.atelier.runner.table.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A trained network in a safetensors file. Layer {@code i} is {@code 2i.weight} {@code [outputs][inputs]} and {@code 2i.bias}
 * {@code [outputs]}, which are the names that PyTorch gives the parameters of
 * {@code nn.Sequential(Linear, activation, Linear, ...)}. What else is needed to use the network stands in the metadata.
 */
public final class ModelFile {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    /** A layer's name, which ends with its number, and the parameter's. */
    private static final Pattern PARAMETER = Pattern.compile("((?:.*\\.)?([0-9]{1,6}))\\.(?:weight|bias)");

    private static final String ACTIVATION = "activation";
    private static final String LOSS = "loss";
    private static final String SCALE = "input_scale";
    private static final String HEIGHT = "image_height";
    private static final String WIDTH = "image_width";
    private static final String TABLE = "table";
    private static final String TRAINING = "training";

    /** A layer of a larger network than this can't be held in Java arrays in any case. */
    private static final int MAX_LAYERS = 10_000;

    private ModelFile() {}

    /**
     * A network and how it is fed.
     *
     * @param weights the network
     * @param loss what it was trained to make small
     * @param inputScale what the network sees is {@code inputScale * pixel}
     * @param imageHeight rows of an image, 0 if the file does not say
     * @param imageWidth columns of an image, 0 if the file does not say
     * @param table the columns of the table that the network was trained on, or null if it was trained on images
     * @param training how it was trained, epoch by epoch: a JSON object as {@code train --json} writes it, without times; empty
     *     if that is not known
     */
    public record Model(
            NetworkWeights weights,
            Loss loss,
            float inputScale,
            int imageHeight,
            int imageWidth,
            @Nullable TableSchema table,
            String training) {
        /** Makes a model that sees images. */
        public Model(NetworkWeights weights, Loss loss, float inputScale, int imageHeight, int imageWidth) {
            this(weights, loss, inputScale, imageHeight, imageWidth, null, "");
        }

        /** Makes a model that sees the rows of a table. */
        public Model(NetworkWeights weights, Loss loss, TableSchema table) {
            this(weights, loss, 1, 0, 0, table, "");
        }

        /** Returns this model with a record of how it was trained. */
        public Model trained(String record) {
            return new Model(weights, loss, inputScale, imageHeight, imageWidth, table, record);
        }
    }

    /**
     * Writes a model; an old file of the name is replaced only when the new one is complete.
     *
     * @param more metadata beside that which is needed to read the model again
     * @throws ModelException if the file can't be written
     */
    public static void write(Path file, Model model, Map<String, String> more) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put(ACTIVATION, activation(model.weights().spec()));
        metadata.put(LOSS, model.loss().label());
        metadata.put(SCALE, Float.toString(model.inputScale()));
        metadata.put(HEIGHT, Integer.toString(model.imageHeight()));
        metadata.put(WIDTH, Integer.toString(model.imageWidth()));
        if (model.table() != null) {
            metadata.put(TABLE, SchemaText.write(model.table()));
        }
        if (!model.training().isEmpty()) {
            metadata.put(TRAINING, model.training());
        }
        metadata.putAll(more);
        Map<String, FloatArray> arrays = new LinkedHashMap<>();
        List<LayerWeights> layers = model.weights().layers();
        for (int i = 0; i < layers.size(); i++) {
            LayerWeights layer = layers.get(i);
            FloatArray weights = new FloatArray(List.of(layer.inputs(), layer.outputs()), layer.weights());
            arrays.put(2 * i + WEIGHT, weights.transposed());
            arrays.put(2 * i + BIAS, new FloatArray(List.of(layer.outputs()), layer.bias()));
        }
        try {
            SafetensorsWriter.write(file, new Safetensors(metadata, arrays));
        } catch (IOException e) {
            throw new ModelException(file + ": can't be written: " + FileFault.reason(e), e);
        }
    }

    /** Returns the activation of the hidden layers, or {@code identity} when there are none. */
    public static String activation(NetworkSpec spec) {
        return spec.layers().get(0).activation().label();
    }

    /**
     * Reads a model. A file without metadata, as PyTorch saves it, is taken for a network with ReLU that was trained with
     * cross-entropy on pixels between 0 and 1.
     *
     * @throws ModelException if the file can't be read, or does not hold a network of fully connected layers
     */
    public static Model read(Path file) {
        Safetensors content = SafetensorsReader.read(file);
        Map<String, String> metadata = content.metadata();
        try {
            ActivationFunction activation = ActivationFunction.parse(metadata.getOrDefault(ACTIVATION, "relu"));
            Loss loss = parseLoss(metadata.getOrDefault(LOSS, Loss.CROSS_ENTROPY.label()));
            float scale = Float.parseFloat(metadata.getOrDefault(SCALE, Float.toString(1f / 255)));
            if (!(scale > 0) || Float.isInfinite(scale)) {
                throw new IllegalArgumentException(SCALE + " is " + scale);
            }
            int height = Integer.parseInt(metadata.getOrDefault(HEIGHT, "0"));
            int width = Integer.parseInt(metadata.getOrDefault(WIDTH, "0"));
            NetworkWeights weights = weights(file, content.arrays(), activation);
            if (height < 0
                    || width < 0
                    || (height > 0 && (long) height * width != weights.spec().inputs())) {
                throw new IllegalArgumentException("images of " + height + " x " + width + " do not fit "
                        + weights.spec().inputs() + " inputs");
            }
            String table = metadata.get(TABLE);
            TableSchema schema = table == null ? null : SchemaText.read(table);
            if (schema != null
                    && (schema.features() != weights.spec().inputs()
                            || schema.outputs() != weights.spec().outputs())) {
                throw new IllegalArgumentException("the columns of the table do not fit network " + weights.spec());
            }
            return new Model(weights, loss, scale, height, width, schema, metadata.getOrDefault(TRAINING, ""));
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + ": the metadata are faulty: " + e.getMessage(), e);
        }
    }

    private static Loss parseLoss(String label) {
        return Arrays.stream(Loss.values())
                .filter(loss -> loss.label().equals(label.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown loss '" + label + "'"));
    }

    private static NetworkWeights weights(Path file, Map<String, FloatArray> arrays, ActivationFunction activation) {
        List<String> names = layerNames(file, arrays);
        List<LayerSpec> specs = new ArrayList<>();
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String weightName = names.get(i) + WEIGHT;
            String biasName = names.get(i) + BIAS;
            FloatArray weight = require(file, arrays.get(weightName), weightName, 2);
            FloatArray bias = require(file, arrays.get(biasName), biasName, 1);
            int outputs = weight.shape().get(0);
            int inputs = weight.shape().get(1);
            if (bias.shape().get(0) != outputs) {
                throw notANetwork(
                        file,
                        "'" + biasName + "' has " + bias.shape().get(0) + " elements for " + outputs + " outputs");
            }
            if (i > 0 && inputs != specs.get(i - 1).outputs()) {
                throw notANetwork(
                        file,
                        "'" + weightName + "' has " + inputs + " inputs for "
                                + specs.get(i - 1).outputs() + " outputs before it");
            }
            boolean last = i == names.size() - 1;
            specs.add(new LayerSpec(outputs, last ? ActivationFunction.parse("identity") : activation));
            layers.add(new LayerWeights(inputs, outputs, weight.transposed().elements(), bias.elements()));
        }
        return new NetworkWeights(new NetworkSpec(layers.get(0).inputs(), specs), layers);
    }

    /**
     * Returns what comes before {@code .weight} and {@code .bias}, in the order of the layers. Modules without parameters, such as
     * {@code Flatten} and {@code Dropout}, leave gaps in PyTorch's numbers, and a module that holds the layers puts its name before
     * all of them.
     */
    private static List<String> layerNames(Path file, Map<String, FloatArray> arrays) {
        NavigableMap<Integer, String> names = new TreeMap<>();
        for (String array : arrays.keySet()) {
            Matcher matcher = PARAMETER.matcher(array);
            if (!matcher.matches()) {
                throw notANetwork(
                        file, "'" + array + "' is not the weight or bias of a numbered layer, such as '0.weight'");
            }
            String name = matcher.group(1);
            String other = names.put(Integer.parseInt(matcher.group(2)), name);
            if (other != null && !other.equals(name)) {
                throw notANetwork(file, "'" + name + "' and '" + other + "' are two layers of one number");
            }
        }
        if (names.isEmpty() || names.size() > MAX_LAYERS) {
            throw notANetwork(file, "it has " + arrays.size() + " arrays");
        }
        return List.copyOf(names.values());
    }

    private static FloatArray require(Path file, @Nullable FloatArray array, String name, int dimensions) {
        if (array == null) {
            throw notANetwork(file, "there is no '" + name + "'");
        }
        if (array.shape().size() != dimensions) {
            throw notANetwork(file, "'" + name + "' has the shape " + array.shape());
        }
        return array;
    }

    private static ModelException notANetwork(Path file, String why) {
        return SafetensorsHeader.fault(file, "is not a network of fully connected layers: " + why);
    }
}
