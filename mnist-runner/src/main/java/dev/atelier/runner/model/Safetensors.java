package dev.atelier.runner.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of a safetensors file of 32-bit floats: named arrays, and strings about them. The format is Hugging Face's: eight
 * little-endian bytes with the length of a JSON header, the header, then the arrays' elements without gaps.
 *
 * @param metadata strings by name, in the order of the file
 * @param arrays arrays by name, in the order of the file
 */
public record Safetensors(Map<String, String> metadata, Map<String, FloatArray> arrays) {
    /** The entry of the header that holds the metadata. */
    static final String METADATA = "__metadata__";

    /** The format's name for 32-bit floats, which is what is written. */
    static final String FLOAT = "F32";

    /** Bytes before the header. */
    static final int LENGTH_BYTES = 8;

    /** Keeps the order of the collections. */
    public Safetensors {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }
}
