package dev.atelier.bench.progression;

import dev.atelier.bench.Environment;
import dev.atelier.bench.JsonFigures;
import dev.atelier.bench.Sample;
import dev.atelier.runner.command.OutputOptions;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What was measured, as one JSON object with hardware, versions, counts and spread. */
final class ProgressionJson {
    private final JsonGenerator json;

    private ProgressionJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the properties of the object that {@code json} has begun. */
    static void write(
            JsonGenerator json, List<DeviceResult> devices, Environment environment, ProgressionSettings settings) {
        JsonFigures.environment(json, environment);
        json.writeNumberProperty("rounds", settings.rounds());
        json.writeName("devices");
        json.writeStartArray();
        devices.forEach(new ProgressionJson(json)::device);
        json.writeEndArray();
    }

    private void device(DeviceResult device) {
        json.writeStartObject();
        json.writeStringProperty("device", device.device());
        json.writeStringProperty("description", device.description());
        JsonFigures.sample(json, "peak_gflops", device.peak());
        json.writeStringProperty("peak_from", device.peakFrom());
        OutputOptions.number(json, "other_load_processors", device.otherLoad());
        json.writeName("products");
        json.writeStartArray();
        device.shapes().forEach(shape -> shape(device, shape));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void shape(DeviceResult device, ShapeResult result) {
        json.writeStartObject();
        json.writeNumberProperty("m", result.shape().m());
        json.writeNumberProperty("n", result.shape().n());
        json.writeNumberProperty("k", result.shape().k());
        json.writeName("steps");
        json.writeStartArray();
        for (StepResult step : result.steps()) {
            Sample speed = step.speed(result.shape());
            json.writeStartObject();
            json.writeStringProperty("step", step.name());
            json.writeStringProperty("after", step.after());
            json.writeStringProperty("change", step.change());
            JsonFigures.sample(json, "microseconds", step.seconds().map(s -> s * 1e6));
            JsonFigures.sample(json, "gflops", speed);
            JsonFigures.sample(json, "times_step_before", step.speedUp(result.before(step)));
            JsonFigures.sample(json, "times_naive", step.speedUp(result.naive()));
            OutputOptions.number(json, "of_peak", speed.median() / device.peak().median());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
