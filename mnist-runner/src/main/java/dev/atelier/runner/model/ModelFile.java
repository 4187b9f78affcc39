package dev.atelier.runner.model;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.LayerSpec;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.runner.data.FileFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained network in a safetensors file. Layer {@code i} is {@code 2i.weight} {@code [outputs][inputs]} and {@code 2i.bias}
 * {@code [outputs]}, which are the names that PyTorch gives the parameters of
 * {@code nn.Sequential(Linear, activation, Linear, ...)}. What else is needed to use the network stands in the metadata.
 */
public final class ModelFile {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private static final String ACTIVATION = "activation";
    private static final String LOSS = "loss";
    private static final String SCALE = "input_scale";
    private static final String HEIGHT = "image_height";
    private static final String WIDTH = "image_width";

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
     */
    public record Model(NetworkWeights weights, Loss loss, float inputScale, int imageHeight, int imageWidth) {}

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
                    || (height > 0 && height * width != weights.spec().inputs())) {
                throw new IllegalArgumentException("images of " + height + " x " + width + " do not fit "
                        + weights.spec().inputs() + " inputs");
            }
            return new Model(weights, loss, scale, height, width);
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
        int count = arrays.size() / 2;
        if (count == 0 || count > MAX_LAYERS || arrays.size() % 2 != 0) {
            throw notANetwork(file, "it has " + arrays.size() + " arrays");
        }
        List<LayerSpec> specs = new ArrayList<>();
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FloatArray weight = require(file, arrays.get(2 * i + WEIGHT), 2 * i + WEIGHT, 2);
            FloatArray bias = require(file, arrays.get(2 * i + BIAS), 2 * i + BIAS, 1);
            int outputs = weight.shape().get(0);
            int inputs = weight.shape().get(1);
            if (bias.shape().get(0) != outputs) {
                throw notANetwork(
                        file,
                        "'" + 2 * i + BIAS + "' has " + bias.shape().get(0) + " elements for " + outputs + " outputs");
            }
            if (i > 0 && inputs != specs.get(i - 1).outputs()) {
                throw notANetwork(
                        file,
                        "'" + 2 * i + WEIGHT + "' has " + inputs + " inputs for "
                                + specs.get(i - 1).outputs() + " outputs before it");
            }
            boolean last = i == count - 1;
            specs.add(new LayerSpec(outputs, last ? ActivationFunction.parse("identity") : activation));
            layers.add(new LayerWeights(inputs, outputs, weight.transposed().elements(), bias.elements()));
        }
        return new NetworkWeights(new NetworkSpec(layers.get(0).inputs(), specs), layers);
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
