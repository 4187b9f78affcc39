package dev.atelier.runner.serve;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.runner.model.ImageSize;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** What a network makes of a drawn digit: its answer, what led to it, and how it changes with the digit's place. */
final class Verdict {
    /** Shifts that are tried, in pixels to either side. */
    private static final int REACH = 6;

    private static final int VOTES = 6;

    private final SeenNetwork network;
    private final HostNetwork host;
    private final byte[] centred;
    private final byte[] image;
    private final List<float[]> layers;
    private final int answer;

    Verdict(SeenNetwork network, DrawnDigit digit) {
        this.network = network;
        this.host = new HostNetwork(network.model());
        this.centred = digit.framed(network.size());
        this.image = DrawnDigit.shifted(centred, network.size(), digit.right(), digit.down());
        this.layers = host.layers(image);
        this.answer = HostNetwork.largest(layers.get(layers.size() - 1));
    }

    /** Writes it as the page shows it. */
    void write(JsonGenerator json) {
        ImageSize size = network.size();
        json.writeNumberProperty("height", size.height());
        json.writeNumberProperty("width", size.width());
        json.writeStringProperty("image", Base64.getEncoder().encodeToString(image));
        json.writeNumberProperty("answer", answer);
        json.writeArrayPropertyStart("scores");
        for (double score : host.scores(layers.get(layers.size() - 1))) {
            Json.number(json, score);
        }
        json.writeEndArray();
        writeShifts(json);
        if (layers.size() > 1) {
            writeHidden(json);
        }
    }

    /** The answers for all shifts up to {@link #REACH}, row by row from the top left. */
    private void writeShifts(JsonGenerator json) {
        json.writeNumberProperty("reach", REACH);
        json.writeArrayPropertyStart("shifts");
        for (int down = -REACH; down <= REACH; down++) {
            for (int right = -REACH; right <= REACH; right++) {
                json.writeNumber(host.answer(DrawnDigit.shifted(centred, network.size(), right, down)));
            }
        }
        json.writeEndArray();
    }

    /** The last hidden layer's outputs, and the neurons that spoke loudest for and against the answer. */
    private void writeHidden(JsonGenerator json) {
        float[] hidden = layers.get(layers.size() - 2);
        LayerWeights last = network.model().weights().layers().get(layers.size() - 1);
        float largest = Float.MIN_NORMAL;
        for (float value : hidden) {
            largest = Math.max(largest, Math.abs(value));
        }
        byte[] shares = new byte[hidden.length];
        float[] votes = new float[hidden.length];
        for (int j = 0; j < hidden.length; j++) {
            shares[j] = (byte) Math.round(127 * hidden[j] / largest);
            votes[j] = hidden[j] * last.weights()[j * last.outputs() + answer];
        }
        json.writeStringProperty("hidden", Base64.getEncoder().encodeToString(shares));
        List<Integer> order = IntStream.range(0, votes.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -votes[j]))
                .toList();
        json.writeArrayPropertyStart("votes");
        Stream.concat(
                        order.stream().limit(VOTES).filter(j -> votes[j] > 0),
                        order.stream().skip(Math.max(0, order.size() - VOTES)).filter(j -> votes[j] < 0))
                .forEach(j -> writeVote(json, j, hidden[j], votes[j]));
        json.writeEndArray();
    }

    private void writeVote(JsonGenerator json, int neuron, float output, float vote) {
        json.writeStartObject();
        json.writeNumberProperty("neuron", neuron);
        json.writeName("output");
        Json.number(json, output);
        json.writeName("vote");
        Json.number(json, vote);
        // Weights of a deeper layer are no picture.
        if (layers.size() == 2) {
            json.writeStringProperty(
                    "weights",
                    Base64.getEncoder()
                            .encodeToString(WeightBytes.of(
                                    network.model().weights().layers().get(0), neuron)));
        }
        json.writeEndObject();
    }
}
