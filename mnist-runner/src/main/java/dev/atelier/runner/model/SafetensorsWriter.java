package dev.atelier.runner.model;

import dev.atelier.runner.data.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes safetensors files: the same content always gives the same bytes. */
public final class SafetensorsWriter {
    /** The header is padded with spaces so that the elements start at a multiple of this, as the format advises. */
    private static final int ALIGNMENT = 8;

    /** Elements that are converted at a time. */
    private static final int CHUNK = 16 << 10;

    private SafetensorsWriter() {}

    /** Writes a file; see {@link WholeFile}. */
    static void write(Path file, Safetensors content) throws IOException {
        WholeFile.write(file, channel -> write(channel, content));
    }

    /** Writes the bytes of a file to {@code channel}. */
    public static void write(WritableByteChannel channel, Safetensors content) throws IOException {
        writeAll(channel, header(content));
        ByteBuffer bytes = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (FloatArray array : content.arrays().values()) {
            for (int from = 0; from < array.elements().length; from += CHUNK) {
                int count = Math.min(CHUNK, array.elements().length - from);
                bytes.clear().asFloatBuffer().put(array.elements(), from, count);
                writeAll(channel, bytes.limit(4 * count));
            }
        }
    }

    private static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Returns the length field and the header. */
    private static ByteBuffer header(Safetensors content) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), json)) {
            generator.writeStartObject();
            generator.writeObjectPropertyStart(Safetensors.METADATA);
            for (Map.Entry<String, String> entry : content.metadata().entrySet()) {
                generator.writeStringProperty(entry.getKey(), entry.getValue());
            }
            generator.writeEndObject();
            long offset = 0;
            for (Map.Entry<String, FloatArray> entry : content.arrays().entrySet()) {
                offset = writeEntry(generator, entry.getKey(), entry.getValue(), offset);
            }
            generator.writeEndObject();
        }
        int padded = (json.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer bytes =
                ByteBuffer.allocate(Safetensors.LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(json.toByteArray());
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }

    /** Writes an array's entry and returns the offset after its elements. */
    private static long writeEntry(JsonGenerator generator, String name, FloatArray array, long offset) {
        long end = offset + 4L * array.elements().length;
        generator.writeObjectPropertyStart(name);
        generator.writeStringProperty("dtype", Safetensors.FLOAT);
        generator.writeArrayPropertyStart("shape");
        array.shape().forEach(generator::writeNumber);
        generator.writeEndArray();
        generator.writeArrayPropertyStart("data_offsets");
        generator.writeNumber(offset);
        generator.writeNumber(end);
        generator.writeEndArray();
        generator.writeEndObject();
        return end;
    }
}
