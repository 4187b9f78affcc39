package dev.atelier.runner.tensorboard;

import dev.atelier.runner.protobuf.ProtobufMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A TensorBoard event file: TFRecords, each holding one {@code tensorflow.Event}. A record is the length of its content in eight
 * little-endian bytes, the masked CRC-32C of these, the content, and the masked CRC-32C of the content. The numbers of the fields
 * are those of TensorFlow's {@code event.proto} and {@code summary.proto}.
 */
final class EventFile implements AutoCloseable {
    /** What the first event of a file has to say. */
    private static final String VERSION = "brain.Event:2";

    /** Added to a rotated checksum, so that the checksum of data that hold checksums stays a good one. */
    private static final int MASK = 0xa282ead8;

    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;

    private static final int SUMMARY_VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int HISTOGRAM = 5;

    private final Path file;
    private final FileChannel channel;

    private EventFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Creates a file of its own, {@code events.out.tfevents.SECONDS.HOST}, in a folder that is created too.
     *
     * @throws IOException if that is not possible
     */
    static EventFile create(Path folder, String host) throws IOException {
        Files.createDirectories(folder);
        long seconds = System.currentTimeMillis() / 1000;
        EventFile created = null;
        while (created == null) {
            created = createAt(named(folder, seconds, host));
            seconds++;
        }
        created.append(event(0).text(FILE_VERSION, VERSION));
        return created;
    }

    /** Returns null if there is such a file already: another run began in the same second. */
    private static @Nullable EventFile createAt(Path file) throws IOException {
        try {
            return new EventFile(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (FileAlreadyExistsException e) {
            return null;
        }
    }

    private static Path named(Path folder, long seconds, String host) {
        return folder.resolve(String.format(Locale.ROOT, "events.out.tfevents.%010d.%s", seconds, host));
    }

    /** Returns where the file is. */
    Path path() {
        return file;
    }

    /** Appends a number. */
    void scalar(String tag, long step, double value) throws IOException {
        append(event(step)
                .message(SUMMARY, summary(new ProtobufMessage().text(TAG, tag).real(SIMPLE_VALUE, (float) value))));
    }

    /** Appends a histogram. */
    void histogram(String tag, long step, Histogram histogram) throws IOException {
        append(event(step)
                .message(
                        SUMMARY,
                        summary(new ProtobufMessage().text(TAG, tag).message(HISTOGRAM, histogram.message()))));
    }

    private static ProtobufMessage summary(ProtobufMessage value) {
        return new ProtobufMessage().message(SUMMARY_VALUE, value);
    }

    private static ProtobufMessage event(long step) {
        return new ProtobufMessage()
                .real(WALL_TIME, System.currentTimeMillis() / 1000.0)
                .integer(STEP, step);
    }

    private void append(ProtobufMessage event) throws IOException {
        byte[] content = event.toByteArray();
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(content.length)
                .array();
        ByteBuffer record = ByteBuffer.allocate(length.length + content.length + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.put(length)
                .putInt(maskedChecksum(length))
                .put(content)
                .putInt(maskedChecksum(content))
                .flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    private static int maskedChecksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
