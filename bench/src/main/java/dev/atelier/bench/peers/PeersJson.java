package dev.atelier.bench.peers;

import dev.atelier.bench.Environment;
import dev.atelier.bench.JsonFigures;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The comparison as one JSON object, with hardware, versions, counts and spread. */
final class PeersJson {
    private final JsonGenerator json;

    private PeersJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the object's properties. */
    static void write(JsonGenerator json, List<PeersGroup> groups, Environment environment, PeersSettings settings) {
        new PeersJson(json).write(groups, environment, settings);
    }

    private void write(List<PeersGroup> groups, Environment environment, PeersSettings settings) {
        JsonFigures.environment(json, environment);
        json.writeStringProperty("data", settings.data());
        json.writeNumberProperty("threads", settings.threads());
        json.writeNumberProperty("rounds", settings.rounds());
        json.writeNumberProperty("epochs", settings.epochs());
        json.writeName("groups");
        json.writeStartArray();
        groups.forEach(this::group);
        json.writeEndArray();
    }

    private void group(PeersGroup group) {
        json.writeStartObject();
        json.writeStringProperty("optimizer", group.optimizer().label());
        json.writeNumberProperty("batch_size", group.batch());
        json.writeName("peers");
        json.writeStartArray();
        group.results().forEach(result -> result(group, result));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void result(PeersGroup group, PeerResult result) {
        json.writeStartObject();
        json.writeStringProperty("peer", result.peer().label());
        PeerFailure failure = result.failure();
        if (failure != null) {
            json.writeStringProperty("failure", failure.reason());
        } else if (result.counts()) {
            json.writeStringProperty("version", result.version());
            JsonFigures.sample(json, "samples_per_second", result.speed());
            JsonFigures.sample(json, "start_to_done_seconds", result.startToDone());
            JsonFigures.sample(json, "test_accuracy", result.testAccuracy());
            if (result != group.atelier()) {
                group.atelier()
                        .speedOver(result)
                        .ifPresent(ratio -> JsonFigures.sample(json, "atelier_over_peer", ratio));
            }
        } else {
            json.writeNullProperty("samples_per_second");
        }
        json.writeEndObject();
    }
}
