package dev.atelier.runner.serve;

import dev.atelier.runner.data.WellFormed;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as the page and the server exchange it. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Returns an object; {@code properties} writes what is in it. */
    static byte[] object(Consumer<JsonGenerator> properties) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            generator.writeStartObject();
            properties.accept(generator);
            generator.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Writes a number with as many digits as a chart shows, or null where JSON has none. */
    static void number(JsonGenerator json, double value) {
        if (Double.isFinite(value)) {
            json.writeNumber((float) value);
        } else {
            json.writeNull();
        }
    }

    /**
     * Reads an object whose values are texts, numbers or truth values.
     *
     * @return each value as text
     * @throws BadRequest if it is anything else
     */
    static Map<String, String> flatObject(byte[] text) {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRequest(400, "the body must be a JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (!parser.nextToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
                    throw new BadRequest(400, "'" + name + "' must be a text or a number");
                }
                if (!WellFormed.isWellFormed(parser.getString())) {
                    throw new BadRequest(400, "'" + name + "' has half a character in it");
                }
                values.put(name, parser.getString());
            }
            if (parser.nextToken() != null) {
                throw new BadRequest(400, "there is something after the JSON object");
            }
        } catch (JacksonException e) {
            throw new BadRequest(400, "the body is not JSON: " + e.getOriginalMessage(), e);
        }
        return values;
    }
}
