package dev.atelier.bench.scaling;

import dev.atelier.bench.ResultJson;
import dev.atelier.bench.compare.Environment;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The measurements as properties of a JSON object. */
final class ScalingJson {
    private ScalingJson() {}

    static void write(JsonGenerator json, ScalingReport report, Environment environment, String dataset, int rounds) {
        ResultJson.environment(json, environment);
        json.writeStringProperty("data", dataset);
        json.writeNumberProperty("rounds", rounds);
        json.writeName("threads");
        json.writeStartArray();
        report.threads().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeName("peak_flops");
        json.writeStartArray();
        report.peaks().forEach(peak -> json.writeNumber(peak.median()));
        json.writeEndArray();
        points(json, "by_batch_size", report.batches());
        points(json, "by_hidden_units", report.widths());
    }

    private static void points(JsonGenerator json, String name, List<ScalingReport.Point> points) {
        json.writeName(name);
        json.writeStartArray();
        for (ScalingReport.Point point : points) {
            json.writeStartObject();
            json.writeNumberProperty("batch_size", point.batch());
            json.writeNumberProperty("hidden_units", point.hidden());
            json.writeName("step_seconds");
            json.writeStartArray();
            point.seconds().forEach(sample -> {
                json.writeStartObject();
                ResultJson.sample(json, "seconds", sample);
                json.writeEndObject();
            });
            json.writeEndArray();
            ResultJson.sample(json, "speed_up", point.speedUp());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
