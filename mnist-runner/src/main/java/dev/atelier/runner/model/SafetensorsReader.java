package dev.atelier.runner.model;

import dev.atelier.runner.data.FileFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads safetensors files of floating-point numbers, as floats, and refuses every file that is not as the format has it. */
public final class SafetensorsReader {
    /** The headers of this program's models have less than a kilobyte; that of a large language model has some megabytes. */
    private static final int MAX_HEADER_BYTES = 16 << 20;

    private SafetensorsReader() {}

    /**
     * Reads a whole file.
     *
     * @throws ModelException if the file can't be read or is faulty
     */
    public static Safetensors read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < Safetensors.LENGTH_BYTES) {
                throw SafetensorsHeader.fault(file, "is not a safetensors file: it has only " + size + " bytes");
            }
            long headerBytes =
                    readBytes(file, channel, Safetensors.LENGTH_BYTES).getLong();
            if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > size - Safetensors.LENGTH_BYTES) {
                throw SafetensorsHeader.fault(
                        file,
                        "is not a safetensors file: it gives its header " + Long.toUnsignedString(headerBytes)
                                + " bytes, with " + (size - Safetensors.LENGTH_BYTES) + " left in the file");
            }
            SafetensorsHeader header = SafetensorsHeader.parse(
                    file, readBytes(file, channel, (int) headerBytes).array());
            checkPlaces(file, header.entries(), size - Safetensors.LENGTH_BYTES - headerBytes);
            return new Safetensors(header.metadata(), readArrays(file, channel, header.entries()));
        } catch (IOException e) {
            throw new ModelException(file + ": can't be read: " + FileFault.reason(e), e);
        }
    }

    /** Checks that the arrays cover everything after the header, once. */
    private static void checkPlaces(Path file, Map<String, SafetensorsHeader.Entry> entries, long bytes) {
        long end = 0;
        for (Map.Entry<String, SafetensorsHeader.Entry> named : byPlace(entries)) {
            String name = named.getKey();
            SafetensorsHeader.Entry entry = named.getValue();
            if (entry.start() < end) {
                throw SafetensorsHeader.fault(file, "'" + name + "' overlaps with the array before it");
            } else if (entry.start() > end) {
                throw SafetensorsHeader.fault(file, "there is a gap before '" + name + "'");
            } else if (entry.end() > bytes) {
                throw SafetensorsHeader.fault(
                        file,
                        "is truncated: '" + name + "' ends at byte " + entry.end() + " of " + bytes
                                + " after the header");
            }
            end = entry.end();
        }
        if (end != bytes) {
            throw SafetensorsHeader.fault(file, "has " + (bytes - end) + " bytes after its last array");
        }
    }

    private static List<Map.Entry<String, SafetensorsHeader.Entry>> byPlace(
            Map<String, SafetensorsHeader.Entry> entries) {
        return entries.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().start()))
                .toList();
    }

    private static Map<String, FloatArray> readArrays(
            Path file, FileChannel channel, Map<String, SafetensorsHeader.Entry> entries) throws IOException {
        Map<String, FloatArray> arrays = new LinkedHashMap<>();
        for (Map.Entry<String, SafetensorsHeader.Entry> named : byPlace(entries)) {
            String name = named.getKey();
            SafetensorsHeader.Entry entry = named.getValue();
            if (entry.elements() > Integer.MAX_VALUE / entry.type().size()) {
                throw SafetensorsHeader.fault(file, "'" + name + "' is too large");
            }
            float[] elements = new float[(int) entry.elements()];
            entry.type().read(readBytes(file, channel, entry.type().size() * elements.length), elements);
            arrays.put(name, new FloatArray(entry.shape(), elements));
        }
        return arrays;
    }

    private static ByteBuffer readBytes(Path file, FileChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw SafetensorsHeader.fault(file, "became shorter while it was read");
            }
        }
        return bytes.flip();
    }
}
