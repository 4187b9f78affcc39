package dev.atelier.bench.compare;

import dev.atelier.bench.ResultJson;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** The comparison as one JSON object, with hardware, versions, counts and spread. */
final class ComparisonJson {
    private final JsonGenerator json;

    private ComparisonJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the properties of the object that {@code json} has begun. */
    static void write(
            JsonGenerator json,
            List<DeviceReport> reports,
            Environment environment,
            CompareSettings settings,
            String dataset) {
        new ComparisonJson(json).write(reports, environment, settings, dataset);
    }

    private void write(List<DeviceReport> reports, Environment environment, CompareSettings settings, String dataset) {
        ResultJson.environment(json, environment);
        json.writeStringProperty("dataset", dataset);
        json.writeNumberProperty("hidden", settings.hidden());
        json.writeNumberProperty("rounds", settings.rounds());
        json.writeName("devices");
        json.writeStartArray();
        reports.forEach(this::device);
        json.writeEndArray();
        json.writeName("overtaking");
        json.writeStartArray();
        ComparisonText.overtakings(reports).forEach(json::writeString);
        json.writeEndArray();
    }

    private void device(DeviceReport report) {
        json.writeStartObject();
        json.writeStringProperty("id", report.device().id());
        json.writeStringProperty("name", report.device().name());
        json.writeStringProperty("kind", report.device().kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("driver", report.device().driver());
        json.writeStringProperty("description", report.description());
        ResultJson.sample(json, "peak_gflops", report.peak());
        ResultJson.sample(json, "bandwidth_gbytes_per_second", report.bandwidth());
        json.writeName("products");
        json.writeStartArray();
        report.products().forEach(product -> {
            json.writeStartObject();
            json.writeStringProperty(
                    "product", product.product().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeNumberProperty("batch", product.batch());
            ResultJson.sample(json, "gflops", product.speed());
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeName("steps");
        json.writeStartArray();
        report.stepSeconds().forEach((batch, seconds) -> {
            json.writeStartObject();
            json.writeNumberProperty("batch", batch);
            ResultJson.sample(json, "microseconds", seconds.map(s -> s * 1e6));
            ResultJson.sample(json, "samples_per_second", report.samplesPerSecond(batch));
            json.writeEndObject();
        });
        json.writeEndArray();
        DeviceReport.TimeToTarget time = report.timeToTarget();
        if (time != null) {
            json.writeName("time_to_target");
            json.writeStartObject();
            json.writeNumberProperty("seconds", time.seconds());
            json.writeNumberProperty("epochs", time.epochs());
            json.writeNumberProperty("test_accuracy", time.accuracy());
            json.writeBooleanProperty("reached", time.reached());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
