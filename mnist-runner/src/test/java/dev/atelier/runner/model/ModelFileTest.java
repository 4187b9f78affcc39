package dev.atelier.runner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("model.safetensors");
    }

    /** A 6-3-2 network whose weight from input i to output j of layer l is l + i + j/10, and bias -j. */
    private static ModelFile.Model model(String activation, Loss loss) {
        NetworkSpec spec = NetworkSpec.classifier(6, List.of(3), ActivationFunction.parse(activation), 2);
        return new ModelFile.Model(
                new NetworkWeights(spec, List.of(layer(0, 6, 3), layer(1, 3, 2))), loss, 1f / 255, 2, 3);
    }

    private static LayerWeights layer(int number, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        float[] bias = new float[outputs];
        for (int j = 0; j < outputs; j++) {
            bias[j] = -j;
            for (int i = 0; i < inputs; i++) {
                weights[i * outputs + j] = number + i + j / 10f;
            }
        }
        return new LayerWeights(inputs, outputs, weights, bias);
    }

    /** Reads names, shapes and elements as PyTorch would, without the code under test. */
    private static Map<String, List<Float>> independentRead(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong());
        assertThat((8 + length) % 8).as("alignment of the elements").isZero();
        byte[] header = new byte[length];
        bytes.get(header);
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        Matcher entries = Pattern.compile("\"([^\"]+)\":\\{\"dtype\":\"F32\",\"shape\":\\[([0-9,]+)\\],"
                        + "\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}")
                .matcher(new String(header, StandardCharsets.UTF_8));
        Map<String, List<Float>> arrays = new TreeMap<>();
        while (entries.find()) {
            List<Float> elements = new java.util.ArrayList<>();
            int end = Integer.parseInt(entries.group(4));
            for (int at = Integer.parseInt(entries.group(3)); at < end; at += 4) {
                elements.add(data.getFloat(at));
            }
            arrays.put(entries.group(1) + " [" + entries.group(2) + "]", elements);
        }
        return arrays;
    }

    @Test
    void namesAndLayoutAreThoseOfPyTorch() throws IOException {
        ModelFile.write(file, model("relu", Loss.CROSS_ENTROPY), Map.of());
        assertThat(independentRead(file))
                .isEqualTo(Map.of(
                        "0.weight [3,6]",
                        List.of(
                                0f, 1f, 2f, 3f, 4f, 5f, .1f, 1.1f, 2.1f, 3.1f, 4.1f, 5.1f, .2f, 1.2f, 2.2f, 3.2f, 4.2f,
                                5.2f),
                        "0.bias [3]",
                        List.of(0f, -1f, -2f),
                        "2.weight [2,3]",
                        List.of(1f, 2f, 3f, 1.1f, 2.1f, 3.1f),
                        "2.bias [2]",
                        List.of(0f, -1f)));
    }

    @Test
    void everythingComesBack() {
        ModelFile.Model written = model("leaky-relu:0.2", Loss.MEAN_SQUARED_ERROR);
        ModelFile.write(file, written, Map.of("note", "a \"quoted\" é\n"));
        ModelFile.Model read = ModelFile.read(file);
        assertThat(read.weights().spec()).isEqualTo(written.weights().spec());
        for (int i = 0; i < 2; i++) {
            assertThat(read.weights().layers().get(i).weights())
                    .isEqualTo(written.weights().layers().get(i).weights());
            assertThat(read.weights().layers().get(i).bias())
                    .isEqualTo(written.weights().layers().get(i).bias());
        }
        assertThat(read.loss()).isEqualTo(Loss.MEAN_SQUARED_ERROR);
        assertThat(read.inputScale()).isEqualTo(1f / 255);
        assertThat(List.of(read.imageHeight(), read.imageWidth())).containsExactly(2, 3);
        assertThat(SafetensorsReader.read(file).metadata())
                .containsEntry("activation", "leaky-relu:0.2")
                .containsEntry("note", "a \"quoted\" é\n")
                .containsEntry("format", "pt");
    }

    @Test
    void sameModelGivesTheSameBytesAndReplacesTheOldFile() throws IOException {
        Files.writeString(file, "old");
        ModelFile.write(file, model("relu", Loss.CROSS_ENTROPY), Map.of());
        byte[] first = Files.readAllBytes(file);
        ModelFile.write(file, model("relu", Loss.CROSS_ENTROPY), Map.of());
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void failedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path blocked = Files.createDirectory(folder.resolve("folder"));
        Files.writeString(blocked.resolve("inside"), "");
        assertThatThrownBy(() -> ModelFile.write(blocked, model("relu", Loss.CROSS_ENTROPY), Map.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("can't be written");
        Path nowhere = folder.resolve("none").resolve("model");
        assertThatThrownBy(() -> ModelFile.write(nowhere, model("relu", Loss.CROSS_ENTROPY), Map.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no such file or folder");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(blocked);
        }
    }

    private void writeArrays(Map<String, String> metadata, Map<String, FloatArray> arrays) throws IOException {
        SafetensorsWriter.write(file, new Safetensors(metadata, new TreeMap<>(arrays)));
    }

    private static FloatArray array(Integer... shape) {
        int size = Stream.of(shape).reduce(1, (a, b) -> a * b);
        return new FloatArray(List.of(shape), new float[size]);
    }

    @Test
    void fileWithoutMetadataIsANetworkWithRelu() throws IOException {
        writeArrays(
                Map.of(),
                Map.of("0.weight", array(3, 6), "0.bias", array(3), "2.weight", array(2, 3), "2.bias", array(2)));
        ModelFile.Model read = ModelFile.read(file);
        assertThat(read.weights().spec())
                .isEqualTo(NetworkSpec.classifier(6, List.of(3), ActivationFunction.parse("relu"), 2));
        assertThat(read.imageHeight()).isZero();
    }

    @Test
    void gapsInPyTorchsNumbersAndANameBeforeThemAreUnderstood() throws IOException {
        // nn.Sequential(Flatten, Linear, ReLU, Dropout, Linear) as the field "net" of a module, and one with ten
        // modules.
        for (String[] names : new String[][] {{"net.1", "net.4"}, {"2", "10"}}) {
            writeArrays(
                    Map.of(),
                    Map.of(
                            names[0] + ".weight",
                            array(3, 6),
                            names[0] + ".bias",
                            array(3),
                            names[1] + ".weight",
                            array(2, 3),
                            names[1] + ".bias",
                            array(2)));
            assertThat(ModelFile.read(file).weights().spec().widths()).containsExactly(6, 3, 2);
        }
    }

    /** 641 x 6700417 is 2^32 + 1, which an int takes for 1. */
    @Test
    void aProductThatOverflowsIsNoSizeOfImages() throws IOException {
        writeArrays(
                Map.of("image_height", "641", "image_width", "6700417"),
                Map.of("0.weight", array(2, 1), "0.bias", array(2)));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("images of 641 x 6700417 do not fit 1 inputs");
    }

    @Test
    void missingAndForeignArraysAreNamed() throws IOException {
        Map<String, Map<String, FloatArray>> wrong = Map.of(
                "there is no '2.bias'",
                Map.of("0.weight", array(3, 6), "0.bias", array(3), "2.weight", array(2, 3)),
                "'1.running_mean' is not the weight or bias of a numbered layer",
                Map.of("0.weight", array(3, 6), "0.bias", array(3), "1.running_mean", array(3)),
                "are two layers of one number",
                Map.of(
                        "a.0.weight",
                        array(3, 6),
                        "a.0.bias",
                        array(3),
                        "b.0.weight",
                        array(3, 3),
                        "b.0.bias",
                        array(3)));
        for (Map.Entry<String, Map<String, FloatArray>> entry : wrong.entrySet()) {
            writeArrays(Map.of(), entry.getValue());
            assertThatThrownBy(() -> ModelFile.read(file))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(entry.getKey());
        }
    }

    @Test
    void arraysThatAreNoNetworkAreRefused() throws IOException {
        List<Map<String, FloatArray>> wrong = List.of(
                Map.of(),
                Map.of("0.weight", array(3, 6)),
                Map.of("0.weight", array(3, 6), "1.bias", array(3)),
                Map.of("0.weight", array(3, 6), "0.bias", array(2)),
                Map.of("0.weight", array(3, 6), "0.bias", array(3, 1)),
                Map.of("0.weight", array(18), "0.bias", array(3)),
                Map.of("0.weight", array(3, 6), "0.bias", array(3), "2.weight", array(2, 4), "2.bias", array(2)));
        for (Map<String, FloatArray> arrays : wrong) {
            writeArrays(Map.of(), arrays);
            assertThatThrownBy(() -> ModelFile.read(file))
                    .as("%s", arrays.keySet())
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(file + ": is not a network of fully connected layers: ");
        }
    }

    @Test
    void faultyMetadataAreRefused() throws IOException {
        List<Map.Entry<String, String>> wrong = List.of(
                Map.entry("activation", "swosh"),
                Map.entry("loss", "hinge"),
                Map.entry("input_scale", "0"),
                Map.entry("input_scale", "NaN"),
                Map.entry("image_height", "5"),
                Map.entry("image_width", "wide"));
        for (Map.Entry<String, String> entry : wrong) {
            writeArrays(Map.of(entry.getKey(), entry.getValue()), Map.of("0.weight", array(2, 6), "0.bias", array(2)));
            assertThatThrownBy(() -> ModelFile.read(file))
                    .as("%s", entry)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("metadata are faulty");
        }
    }
}
