package dev.atelier.bench;

import tools.jackson.core.JsonGenerator;

/** What the results of all commands have in common, as JSON. */
public final class JsonFigures {
    private JsonFigures() {}

    /** Writes where the figures were taken, as the property {@code environment}. */
    public static void environment(JsonGenerator json, Environment environment) {
        json.writeName("environment");
        json.writeStartObject();
        json.writeStringProperty("processor", environment.processor());
        json.writeNumberProperty("processors", environment.processors());
        json.writeStringProperty("java", environment.java());
        json.writeStringProperty("system", environment.system());
        json.writeStringProperty("atelier", environment.atelier());
        json.writeEndObject();
    }

    /** Writes a sample's count, median and spread, or null where nothing was measured. */
    public static void sample(JsonGenerator json, String name, Sample sample) {
        if (Double.isNaN(sample.median())) {
            json.writeNullProperty(name);
            return;
        }
        json.writeName(name);
        json.writeStartObject();
        json.writeNumberProperty("n", sample.count());
        json.writeNumberProperty("median", sample.median());
        json.writeNumberProperty("min", sample.min());
        json.writeNumberProperty("max", sample.max());
        json.writeEndObject();
    }
}
