package dev.atelier.bench.peers.job;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a process reports after each epoch, as one line of JSON.
 *
 * @param peer the library
 * @param version of the library
 * @param batch samples of a step
 * @param optimizer by its label
 * @param epoch counted from 1
 * @param seconds that the epoch's steps took, loading and evaluation excluded
 * @param samplesPerSecond training speed of the epoch
 * @param trainLoss mean loss of the epoch, NaN (in JSON null) if the library only computed
 * @param testAccuracy fraction of test images that are right after the epoch, NaN (in JSON null) if there is none
 */
public record EpochLine(
        String peer,
        String version,
        int batch,
        String optimizer,
        int epoch,
        double seconds,
        double samplesPerSecond,
        double trainLoss,
        double testAccuracy) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Returns the line, without its end. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("peer", peer);
            json.writeStringProperty("version", version);
            json.writeNumberProperty("batch", batch);
            json.writeStringProperty("optimizer", optimizer);
            json.writeNumberProperty("epoch", epoch);
            json.writeNumberProperty("seconds", seconds);
            json.writeNumberProperty("samples_per_second", samplesPerSecond);
            number(json, "train_loss", trainLoss);
            number(json, "test_accuracy", testAccuracy);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeNullProperty(name);
        }
    }

    /** Reads a line; empty if it is none, since libraries print other things too. */
    public static Optional<EpochLine> parse(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        Map<String, String> texts = new HashMap<>();
        Map<String, Double> numbers = new HashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    texts.put(name, json.getString());
                } else if (value.isNumeric()) {
                    numbers.put(name, json.getDoubleValue());
                } else if (value != JsonToken.VALUE_NULL) {
                    return Optional.empty();
                }
            }
        } catch (JacksonException e) {
            return Optional.empty();
        }
        return fromFields(texts, numbers);
    }

    private static Optional<EpochLine> fromFields(Map<String, String> texts, Map<String, Double> numbers) {
        String peer = texts.get("peer");
        String version = texts.get("version");
        String optimizer = texts.get("optimizer");
        Double batch = numbers.get("batch");
        Double epoch = numbers.get("epoch");
        Double seconds = numbers.get("seconds");
        Double speed = numbers.get("samples_per_second");
        if (peer == null || version == null || optimizer == null || batch == null || epoch == null) {
            return Optional.empty();
        }
        if (seconds == null || speed == null) {
            return Optional.empty();
        }
        return Optional.of(new EpochLine(
                peer,
                version,
                batch.intValue(),
                optimizer,
                epoch.intValue(),
                seconds,
                speed,
                numbers.getOrDefault("train_loss", Double.NaN),
                numbers.getOrDefault("test_accuracy", Double.NaN)));
    }
}
