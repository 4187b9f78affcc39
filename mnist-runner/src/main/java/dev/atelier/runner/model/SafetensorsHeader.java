package dev.atelier.runner.model;

import dev.atelier.runner.data.WellFormed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses the JSON header of a safetensors file, and refuses what the format does not allow.
 *
 * <p>Entries are checked one by one here; whether the arrays' places fit together is {@link SafetensorsReader}'s to see.
 */
final class SafetensorsHeader {
    private final Path file;
    private final JsonParser parser;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * Where an array lies.
     *
     * @param type of each element
     * @param shape the size of each dimension
     * @param elements the product of the sizes
     * @param start offset of the first byte after the header
     * @param end offset after the last byte
     */
    record Entry(ElementType type, List<Integer> shape, long elements, long start, long end) {}

    private SafetensorsHeader(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Parses a header.
     *
     * @throws ModelException if it is not one
     */
    static SafetensorsHeader parse(Path file, byte[] json) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            SafetensorsHeader header = new SafetensorsHeader(file, parser);
            header.parseAll();
            return header;
        } catch (JacksonException e) {
            throw new ModelException(file + ": the header is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Map<String, Entry> entries() {
        return entries;
    }

    /** Returns the exception for a fault in this file. */
    static ModelException fault(Path file, String what) {
        return new ModelException(file + ": " + what);
    }

    private ModelException fault(String what) {
        return fault(file, "the header " + what);
    }

    private void parseAll() {
        expect(JsonToken.START_OBJECT, "is not a JSON object");
        boolean metadataSeen = false;
        for (String name = nextName(); name != null; name = nextName()) {
            if (name.equals(Safetensors.METADATA)) {
                if (metadataSeen) {
                    throw fault("has two entries '" + name + "'");
                }
                metadataSeen = true;
                parseMetadata();
            } else if (entries.put(name, parseEntry(name)) != null) {
                throw fault("has two entries '" + name + "'");
            }
        }
        if (parser.nextToken() != null) {
            throw fault("has something after its JSON object");
        }
    }

    private void parseMetadata() {
        expect(JsonToken.START_OBJECT, "has a " + Safetensors.METADATA + " that is not an object");
        for (String name = nextName(); name != null; name = nextName()) {
            expect(JsonToken.VALUE_STRING, "has metadata '" + name + "' that is not a string");
            String value = parser.getString();
            if (!WellFormed.isWellFormed(value)) {
                throw fault("has metadata '" + name + "' with half a character in it");
            } else if (metadata.put(name, value) != null) {
                throw fault("has two metadata '" + name + "'");
            }
        }
    }

    private Entry parseEntry(String array) {
        expect(JsonToken.START_OBJECT, "has an entry '" + array + "' that is not an object");
        List<Long> shape = null;
        List<Long> offsets = null;
        String dtype = null;
        for (String name = nextName(); name != null; name = nextName()) {
            switch (name) {
                case "dtype" -> {
                    refuseSecond(array, name, dtype);
                    expect(JsonToken.VALUE_STRING, "has a dtype of '" + array + "' that is not a string");
                    dtype = parser.getString();
                }
                case "shape" -> {
                    refuseSecond(array, name, shape);
                    shape = numbers(array, name);
                }
                case "data_offsets" -> {
                    refuseSecond(array, name, offsets);
                    offsets = numbers(array, name);
                }
                default -> throw fault("has an unknown property '" + name + "' of '" + array + "'");
            }
        }
        if (shape == null || offsets == null || dtype == null) {
            throw fault("lacks the dtype, shape or data_offsets of '" + array + "'");
        }
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(dtype)) {
                return entry(array, type, shape, offsets);
            }
        }
        throw fault("says that '" + array + "' is " + dtype + "; what can be read is "
                + Arrays.stream(ElementType.values()).map(Enum::name).collect(Collectors.joining(", ")));
    }

    private Entry entry(String array, ElementType type, List<Long> shape, List<Long> offsets) {
        long elements = 1;
        List<Integer> sizes = new ArrayList<>();
        for (long size : shape) {
            if (size < 1 || size > Integer.MAX_VALUE / elements) {
                throw fault("has a shape " + shape + " of '" + array + "' that is empty or too large");
            }
            elements *= size;
            sizes.add((int) size);
        }
        if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) - offsets.get(0) != type.size() * elements) {
            throw fault("has data_offsets " + offsets + " of '" + array + "' that do not fit its shape " + shape);
        }
        return new Entry(type, sizes, elements, offsets.get(0), offsets.get(1));
    }

    private void refuseSecond(String array, String name, @Nullable Object value) {
        if (value != null) {
            throw fault("has two properties '" + name + "' of '" + array + "'");
        }
    }

    private List<Long> numbers(String array, String property) {
        expect(JsonToken.START_ARRAY, "has a " + property + " of '" + array + "' that is not a list");
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw fault("has a " + property + " of '" + array + "' that is not a list of integers");
            }
            numbers.add(parser.getLongValue());
        }
        return numbers;
    }

    /** Returns the name of the next property, or null at the end of the object. */
    private @Nullable String nextName() {
        return parser.nextToken() == JsonToken.PROPERTY_NAME ? parser.currentName() : null;
    }

    private void expect(JsonToken token, String complaint) {
        if (parser.nextToken() != token) {
            throw fault(complaint);
        }
    }
}
