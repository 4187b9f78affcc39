package dev.atelier.bench.products;

import dev.atelier.bench.Environment;
import dev.atelier.bench.JsonFigures;
import dev.atelier.bench.ProductShape;
import dev.atelier.bench.products.side.Introduction;
import dev.atelier.runner.command.OutputOptions;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The comparison as one JSON object, with hardware, versions, counts and spread. */
final class ProductsJson {
    private final JsonGenerator json;

    private final String rival;

    private ProductsJson(JsonGenerator json, String rival) {
        this.json = json;
        this.rival = rival;
    }

    /** Writes the properties of the object that {@code json} has begun. */
    static void write(
            JsonGenerator json, List<ProductsSection> sections, Environment environment, ProductsSettings settings) {
        JsonFigures.environment(json, environment);
        json.writeNumberProperty("rounds", settings.rounds());
        json.writeName("vector_bits");
        if (settings.width().bits() == 0) {
            json.writeNull();
        } else {
            json.writeNumber(settings.width().bits());
        }
        json.writeName("sections");
        json.writeStartArray();
        sections.forEach(new ProductsJson(json, settings.rival().label())::section);
        json.writeEndArray();
    }

    private void section(ProductsSection section) {
        json.writeStartObject();
        json.writeNumberProperty("threads", section.threads());
        introduction("atelier", section.atelier());
        introduction(rival, section.rival());
        if (!section.core().isEmpty()) {
            json.writeStringProperty(rival + "_core", section.core());
        }
        JsonFigures.sample(json, "peak_gflops", section.peak());
        OutputOptions.number(json, "other_load_processors", section.otherLoad());
        json.writeName("products");
        json.writeStartArray();
        section.results().forEach(this::result);
        json.writeEndArray();
        json.writeNumberProperty("ratio_geometric_mean", section.geometricMeanRatio());
        json.writeNumberProperty("ratio_smallest", section.smallest().ratio().median());
        json.writeStringProperty(
                "ratio_smallest_product", section.smallest().product().shape().toString());
        json.writeEndObject();
    }

    private void introduction(String name, Introduction introduction) {
        json.writeName(name);
        json.writeStartObject();
        json.writeStringProperty("version", introduction.version());
        json.writeNumberProperty("threads", introduction.threads());
        json.writeStringProperty("description", introduction.description());
        json.writeEndObject();
    }

    private void result(ShapeResult result) {
        ProductShape shape = result.product().shape();
        json.writeStartObject();
        json.writeStringProperty("product", result.product().name());
        json.writeStringProperty("shape", shape.toString());
        json.writeNumberProperty("m", shape.m());
        json.writeNumberProperty("n", shape.n());
        json.writeNumberProperty("k", shape.k());
        json.writeBooleanProperty("transpose_a", shape.transposeA());
        json.writeBooleanProperty("transpose_b", shape.transposeB());
        OutputOptions.number(json, "peak_gflops", result.peak() * 1e-9);
        JsonFigures.sample(json, "atelier_gflops", result.atelierSpeed());
        JsonFigures.sample(json, rival + "_gflops", result.rivalSpeed());
        JsonFigures.sample(json, "ratio", result.ratio());
        json.writeEndObject();
    }
}
