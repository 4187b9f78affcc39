package dev.atelier.bench.compare;

import dev.atelier.bench.Environment;
import dev.atelier.bench.JsonFigures;
import dev.atelier.bench.Sample;
import dev.atelier.runner.command.OutputOptions;
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
            String dataset,
            double otherLoad) {
        new ComparisonJson(json).write(reports, environment, settings, dataset, otherLoad);
    }

    private void write(
            List<DeviceReport> reports,
            Environment environment,
            CompareSettings settings,
            String dataset,
            double otherLoad) {
        JsonFigures.environment(json, environment);
        json.writeStringProperty("dataset", dataset);
        json.writeStringProperty("precision", settings.precision().label());
        json.writeNumberProperty("hidden", settings.hidden());
        json.writeNumberProperty("rounds", settings.rounds());
        json.writeNumberProperty("target_accuracy", settings.targetAccuracy());
        OutputOptions.number(json, "other_load_processors", otherLoad);
        json.writeName("devices");
        json.writeStartArray();
        reports.forEach(this::device);
        json.writeEndArray();
        json.writeName("overtaking");
        json.writeStartArray();
        Overtaking.sentences(reports).forEach(json::writeString);
        json.writeEndArray();
    }

    private void device(DeviceReport report) {
        json.writeStartObject();
        json.writeStringProperty("id", report.device().id());
        json.writeStringProperty("name", report.device().name());
        json.writeStringProperty("kind", report.device().kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("driver", report.device().driver());
        json.writeStringProperty("description", report.description());
        json.writeStringProperty(
                "limits_measured_by",
                report.limitsFrom() == null ? report.device().id() : report.limitsFrom());
        JsonFigures.sample(json, "peak_gflops", report.peak());
        JsonFigures.sample(json, "bandwidth_gbytes_per_second", report.bandwidth());
        json.writeName("products");
        json.writeStartArray();
        report.products().forEach(product -> {
            json.writeStartObject();
            json.writeStringProperty("product", product.product().label());
            json.writeNumberProperty("batch", product.batch());
            JsonFigures.sample(json, "gflops", product.speed());
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeName("steps");
        json.writeStartArray();
        report.steps().values().forEach(step -> {
            json.writeStartObject();
            json.writeNumberProperty("batch", step.batch());
            JsonFigures.sample(json, "microseconds", step.seconds().map(s -> s * 1e6));
            JsonFigures.sample(json, "samples_per_second", step.samplesPerSecond());
            JsonFigures.sample(json, "dense_gflops", step.denseSpeed());
            json.writeEndObject();
        });
        json.writeEndArray();
        training(report);
        json.writeEndObject();
    }

    private void training(DeviceReport report) {
        DeviceReport.EpochTime epoch = report.epoch();
        if (epoch != null) {
            json.writeName("epoch");
            json.writeStartObject();
            json.writeNumberProperty("batch", epoch.batch());
            json.writeNumberProperty("samples", epoch.samples());
            JsonFigures.sample(json, "seconds", epoch.seconds());
            JsonFigures.sample(json, "samples_per_second", epoch.samplesPerSecond());
            Sample timesDense = epoch.timesDense();
            if (timesDense != null) {
                JsonFigures.sample(json, "times_dense_cpu", timesDense);
            }
            json.writeEndObject();
        }
        DeviceReport.TimeToTarget time = report.timeToTarget();
        if (time != null) {
            json.writeName("time_to_target");
            json.writeStartObject();
            JsonFigures.sample(json, "seconds", time.seconds());
            json.writeNumberProperty("epochs", time.epochs());
            json.writeNumberProperty("test_accuracy", time.accuracy());
            json.writeBooleanProperty("reached", time.reached());
            json.writeEndObject();
        }
    }
}
