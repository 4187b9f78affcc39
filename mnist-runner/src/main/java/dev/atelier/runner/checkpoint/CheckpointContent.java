package dev.atelier.runner.checkpoint;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.LayerSpec;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.engine.training.TrainingLog;
import dev.atelier.engine.training.TrainingState;
import dev.atelier.runner.model.FloatArray;
import dev.atelier.runner.model.Safetensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint in the terms of a safetensors file. Layer {@code i} of the set of tensors {@code s} is {@code s/i/weights}
 * {@code [inputs][outputs]} and {@code s/i/bias} {@code [outputs]}; all else stands in the metadata. Every number survives: Java
 * writes floats and doubles with as many digits as tell them apart.
 */
final class CheckpointContent {
    private static final String FORMAT = "atelier_checkpoint";
    private static final String FORMAT_NUMBER = "1";
    private static final String NONE = "-";

    private CheckpointContent() {}

    static Safetensors encode(Checkpoint checkpoint) {
        TrainingState state = checkpoint.state();
        TrainingLog log = state.log();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, FORMAT_NUMBER);
        metadata.put("version", checkpoint.run().version());
        metadata.put("device", checkpoint.run().device());
        metadata.put("data_name", checkpoint.run().dataName());
        metadata.put("data_sha256", checkpoint.run().data());
        metadata.put("options", String.join("\n", checkpoint.run().options()));
        metadata.put("network", network(state.parameters().spec()));
        metadata.put("tensors", String.join(" ", state.tensors().keySet()));
        metadata.put("seed", Long.toString(state.seed()));
        metadata.put("samples", Integer.toString(state.samples()));
        metadata.put("batch_size", Integer.toString(state.batchSize()));
        metadata.put("steps", Long.toString(log.steps()));
        metadata.put("epoch_seconds", Double.toString(log.epochSeconds()));
        metadata.put("epoch_losses", numbers(log.epochLosses()));
        metadata.put("first_losses", numbers(log.firstLosses()));
        metadata.put("fewest_errors", Integer.toString(log.fewestErrors()));
        metadata.put("epochs_without_fewer", Integer.toString(log.epochsWithoutFewer()));
        metadata.put(
                "history", log.history().stream().map(CheckpointContent::epoch).collect(Collectors.joining("\n")));
        Map<String, FloatArray> arrays = new LinkedHashMap<>();
        state.tensors().forEach((name, weights) -> {
            for (int i = 0; i < weights.layers().size(); i++) {
                LayerWeights layer = weights.layers().get(i);
                arrays.put(
                        weightsName(name, i),
                        new FloatArray(List.of(layer.inputs(), layer.outputs()), layer.weights()));
                arrays.put(biasName(name, i), new FloatArray(List.of(layer.outputs()), layer.bias()));
            }
        });
        return new Safetensors(metadata, arrays);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static Checkpoint decode(Safetensors content) {
        Metadata metadata = new Metadata(content.metadata());
        if (!metadata.get(FORMAT).equals(FORMAT_NUMBER)) {
            throw new IllegalArgumentException("its format is " + metadata.get(FORMAT) + ", not " + FORMAT_NUMBER);
        }
        NetworkSpec spec = network(metadata.get("network"));
        Map<String, NetworkWeights> tensors = new LinkedHashMap<>();
        for (String name : metadata.get("tensors").split(" ", -1)) {
            tensors.put(name, weights(content, spec, name));
        }
        List<Float> epochLosses = numbers(metadata.get("epoch_losses"));
        TrainingLog log = new TrainingLog(
                Long.parseLong(metadata.get("steps")),
                epochLosses.size(),
                Double.parseDouble(metadata.get("epoch_seconds")),
                epochLosses,
                numbers(metadata.get("first_losses")),
                lines(metadata.get("history")).stream()
                        .map(CheckpointContent::epoch)
                        .toList(),
                Integer.parseInt(metadata.get("fewest_errors")),
                Integer.parseInt(metadata.get("epochs_without_fewer")));
        return new Checkpoint(
                new Checkpoint.Run(
                        lines(metadata.get("options")),
                        metadata.get("data_name"),
                        metadata.get("data_sha256"),
                        metadata.get("device"),
                        metadata.get("version")),
                new TrainingState(
                        Long.parseLong(metadata.get("seed")),
                        Integer.parseInt(metadata.get("samples")),
                        Integer.parseInt(metadata.get("batch_size")),
                        log,
                        tensors));
    }

    /** Metadata of which every entry must be there. */
    private record Metadata(Map<String, String> entries) {
        String get(String name) {
            String value = entries.get(name);
            if (value == null) {
                throw new IllegalArgumentException("it has no '" + name + "'");
            }
            return value;
        }
    }

    private static String weightsName(String set, int layer) {
        return set + "/" + layer + "/weights";
    }

    private static String biasName(String set, int layer) {
        return set + "/" + layer + "/bias";
    }

    private static NetworkWeights weights(Safetensors content, NetworkSpec spec, String set) {
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            int inputs = spec.inputsOf(i);
            int outputs = spec.layers().get(i).outputs();
            float[] weights = elements(content, weightsName(set, i), List.of(inputs, outputs));
            layers.add(
                    new LayerWeights(inputs, outputs, weights, elements(content, biasName(set, i), List.of(outputs))));
        }
        return new NetworkWeights(spec, layers);
    }

    private static float[] elements(Safetensors content, String name, List<Integer> shape) {
        FloatArray array = content.arrays().get(name);
        if (array == null || !array.shape().equals(shape)) {
            throw new IllegalArgumentException("it has no '" + name + "' of shape " + shape);
        }
        return array.elements();
    }

    /** Returns, for example, {@code 784 1000:relu 10:identity}. */
    private static String network(NetworkSpec spec) {
        return spec.inputs()
                + spec.layers().stream()
                        .map(layer ->
                                " " + layer.outputs() + ":" + layer.activation().label())
                        .collect(Collectors.joining());
    }

    private static NetworkSpec network(String text) {
        String[] parts = text.split(" ", -1);
        List<LayerSpec> layers = new ArrayList<>();
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            int colon = part.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("'" + part + "' is not a layer");
            }
            layers.add(new LayerSpec(
                    Integer.parseInt(part.substring(0, colon)), ActivationFunction.parse(part.substring(colon + 1))));
        }
        return new NetworkSpec(Integer.parseInt(parts[0]), layers);
    }

    private static String numbers(List<Float> values) {
        return values.stream().map(value -> Float.toString(value)).collect(Collectors.joining(" "));
    }

    private static List<Float> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ", -1)).map(Float::valueOf).toList();
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    /** Returns number, training loss, seconds, samples, test and validation, such as {@code 1 0.25 1.5 60000 10000/9720/0.09 -}. */
    private static String epoch(EpochResult epoch) {
        return epoch.epoch() + " " + epoch.trainLoss() + " " + epoch.seconds() + " " + epoch.samples() + " "
                + evaluation(epoch.test()) + " " + evaluation(epoch.validation());
    }

    private static EpochResult epoch(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 6) {
            throw new IllegalArgumentException("'" + line + "' is not an epoch");
        }
        return new EpochResult(
                Integer.parseInt(parts[0]),
                Double.parseDouble(parts[1]),
                evaluation(parts[4]),
                evaluation(parts[5]),
                Double.parseDouble(parts[2]),
                Long.parseLong(parts[3]));
    }

    private static String evaluation(@Nullable Evaluation evaluation) {
        return evaluation == null ? NONE : evaluation.samples() + "/" + evaluation.correct() + "/" + evaluation.loss();
    }

    private static @Nullable Evaluation evaluation(String text) {
        if (text.equals(NONE)) {
            return null;
        }
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + text + "' is not an evaluation");
        }
        return new Evaluation(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
    }
}
