package dev.atelier.bench.products;

import dev.atelier.bench.ResultJson;
import dev.atelier.bench.compare.Environment;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The comparison as properties of a JSON object, with hardware, versions, counts and spread. */
final class ProductsJson {
    private ProductsJson() {}

    static void write(
            JsonGenerator json, List<ProductsSection> sections, Environment environment, int rounds, int vectorBits) {
        ResultJson.environment(json, environment);
        json.writeNumberProperty("rounds", rounds);
        if (vectorBits > 0) {
            json.writeNumberProperty("vector_bits", vectorBits);
        }
        json.writeName("sections");
        json.writeStartArray();
        sections.forEach(section -> section(json, section));
        json.writeEndArray();
    }

    private static void section(JsonGenerator json, ProductsSection section) {
        json.writeStartObject();
        json.writeNumberProperty("threads", section.threads());
        json.writeStringProperty("atelier", section.atelier());
        json.writeStringProperty("openblas", section.openBlas());
        json.writeNumberProperty("peak_flops", section.peaks().median());
        json.writeNumberProperty("geometric_mean_ratio", section.meanRatio());
        json.writeNumberProperty("smallest_ratio", section.slowest().ratio().median());
        json.writeName("products");
        json.writeStartArray();
        for (ProductsSection.Timing timing : section.timings()) {
            json.writeStartObject();
            json.writeStringProperty("shape", timing.shape().toString());
            ResultJson.sample(json, "atelier_seconds", timing.atelier());
            ResultJson.sample(json, "openblas_seconds", timing.openBlas());
            ResultJson.sample(json, "atelier_over_openblas", timing.ratio());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
