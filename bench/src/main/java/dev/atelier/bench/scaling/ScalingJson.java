package dev.atelier.bench.scaling;

import dev.atelier.bench.Environment;
import dev.atelier.bench.JsonFigures;
import dev.atelier.runner.command.OutputOptions;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What was measured, as one JSON object with hardware, versions, counts and spread. */
final class ScalingJson {
    private final JsonGenerator json;

    private ScalingJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the properties of the object that {@code json} has begun. */
    static void write(JsonGenerator json, ScalingReport report, Environment environment, ScalingSettings settings) {
        JsonFigures.environment(json, environment);
        json.writeStringProperty("dataset", report.dataset());
        json.writeNumberProperty("rounds", settings.rounds());
        OutputOptions.number(json, "other_load_processors", report.otherLoad());
        ScalingJson writer = new ScalingJson(json);
        writer.series("by_batch", report.byBatch());
        writer.series("by_hidden", report.byHidden());
        ThreadScaling threads = report.byThreads();
        if (threads != null) {
            writer.threads(threads);
        }
    }

    private void series(String name, List<Series> all) {
        json.writeName(name);
        json.writeStartArray();
        for (Series series : all) {
            json.writeStartObject();
            json.writeStringProperty("device", series.label());
            json.writeName("points");
            json.writeStartArray();
            series.points().forEach(point -> point(series, point));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void point(Series series, Series.Point point) {
        json.writeStartObject();
        json.writeNumberProperty("batch", point.batch());
        json.writeNumberProperty("hidden", point.hidden());
        JsonFigures.sample(json, "microseconds", point.seconds().map(s -> s * 1e6));
        JsonFigures.sample(json, "samples_per_second", point.seconds().map(s -> point.batch() / s));
        json.writeNumberProperty("nanoseconds_per_sample_and_unit", point.secondsPerSampleAndUnit() * 1e9);
        json.writeNumberProperty("over_smallest", series.overSmallest(point));
        json.writeEndObject();
    }

    private void threads(ThreadScaling scaling) {
        json.writeName("by_threads");
        json.writeStartArray();
        for (ThreadScaling.Point point : scaling.points()) {
            json.writeStartObject();
            json.writeNumberProperty("threads", point.threads());
            JsonFigures.sample(json, "microseconds", point.seconds().map(s -> s * 1e6));
            JsonFigures.sample(json, "speed_up", scaling.speedUp(point));
            JsonFigures.sample(json, "peak_gflops", point.peak().map(peak -> peak * 1e-9));
            JsonFigures.sample(json, "peak_speed_up", scaling.peakSpeedUp(point));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
