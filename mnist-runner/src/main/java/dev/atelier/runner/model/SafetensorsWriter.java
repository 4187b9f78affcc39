package dev.atelier.runner.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes safetensors files: the same content always gives the same bytes. */
final class SafetensorsWriter {
    /** The header is padded with spaces so that the elements start at a multiple of this, as the format advises. */
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /** Writes a file that is either there and whole or not there: beside it first, then synchronised, then renamed. */
    static void write(Path file, Safetensors content) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                writeAll(channel, header(content));
                for (FloatArray array : content.arrays().values()) {
                    ByteBuffer bytes =
                            ByteBuffer.allocate(4 * array.elements().length).order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asFloatBuffer().put(array.elements());
                    writeAll(channel, bytes);
                }
                channel.force(true);
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
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
