package dev.atelier.runner.table;

import dev.atelier.runner.data.WellFormed;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A schema as one JSON array for a model's metadata. The last column is the target; a column of numbers is
 * {@code {"name": ..., "mean": ..., "deviation": ...}}, one of words {@code {"name": ..., "categories": [...]}}.
 */
public final class SchemaText {
    private SchemaText() {}

    /** Returns the text of a schema; numbers come back exactly. */
    public static String write(TableSchema schema) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            schema.inputs().forEach(column -> write(json, column));
            write(json, schema.target());
            json.writeEndArray();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Column column) {
        json.writeStartObject();
        json.writeStringProperty("name", column.name());
        if (column instanceof Column.Numeric numeric) {
            json.writeNumberProperty("mean", numeric.mean());
            json.writeNumberProperty("deviation", numeric.deviation());
        } else if (column instanceof Column.Categorical categorical) {
            json.writeArrayPropertyStart("categories");
            categorical.categories().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static TableSchema read(String text) {
        List<Column> columns = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            expect(json.nextToken() == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_OBJECT) {
                columns.add(readColumn(json));
            }
            expect(json.currentToken() == JsonToken.END_ARRAY && json.nextToken() == null);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the description of the table is not valid JSON", e);
        }
        expect(columns.size() >= 2);
        return new TableSchema(columns.subList(0, columns.size() - 1), columns.get(columns.size() - 1));
    }

    private static Column readColumn(JsonParser json) {
        String name = "";
        double mean = 0;
        double deviation = 0;
        List<String> categories = new ArrayList<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String property = json.currentName();
            JsonToken token = json.nextToken();
            switch (property) {
                case "name" -> name = text(json, token);
                case "mean" -> mean = number(json, token);
                case "deviation" -> deviation = number(json, token);
                case "categories" -> {
                    expect(token == JsonToken.START_ARRAY);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        categories.add(text(json, json.currentToken()));
                    }
                }
                default -> expect(false);
            }
        }
        expect(!name.isEmpty() && categories.isEmpty() == (deviation > 0));
        return categories.isEmpty()
                ? new Column.Numeric(name, mean, deviation)
                : new Column.Categorical(name, categories);
    }

    private static String text(JsonParser json, @Nullable JsonToken token) {
        expect(token == JsonToken.VALUE_STRING && WellFormed.isWellFormed(json.getString()));
        return json.getString();
    }

    private static double number(JsonParser json, @Nullable JsonToken token) {
        expect(token != null && token.isNumeric() && Double.isFinite(json.getDoubleValue()));
        return json.getDoubleValue();
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("the description of the table is faulty");
        }
    }
}
