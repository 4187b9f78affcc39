package dev.atelier.runner.protobuf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message in the making: fields are encoded in the order in which they are added, as the format's
 * <a href="https://protobuf.dev/programming-guides/encoding/">description</a> has it.
 *
 * <p>Two kinds of file need some forty fields between them, and nothing is read. That is less code here than the generated
 * classes of both are megabytes (Tribuo's of ONNX, TensorFlow's of events and protobuf-java are 6 MB); tests read with those.
 *
 * <p>Large arrays are kept by reference until they are written, so that embedding one message in another copies nothing.
 */
public final class ProtobufMessage {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    /** Readers take no message that is larger. */
    public static final long MAX_BYTES = Integer.MAX_VALUE;

    private final List<byte[]> finished = new ArrayList<>();
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private long finishedBytes;

    /** Adds a field of the types {@code int32}, {@code int64}, {@code bool} or an enum. */
    public ProtobufMessage integer(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    /** Adds a field of the type {@code float}. */
    public ProtobufMessage real(int field, float value) {
        tag(field, FIXED_32);
        tail.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
        return this;
    }

    /** Adds a field of the type {@code double}. */
    public ProtobufMessage real(int field, double value) {
        tag(field, FIXED_64);
        tail.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
        return this;
    }

    /** Adds a field of the type {@code repeated double}, packed. */
    public ProtobufMessage reals(int field, List<Double> values) {
        byte[] packed = new byte[Double.BYTES * values.size()];
        ByteBuffer buffer = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(buffer::putDouble);
        return bytes(field, packed);
    }

    /** Adds a field of the type {@code string}. */
    public ProtobufMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a field of the type {@code bytes}; the array is not copied. */
    public ProtobufMessage bytes(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        append(value);
        return this;
    }

    /** Adds another message, which is not to be added to afterwards. */
    public ProtobufMessage message(int field, ProtobufMessage value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.size());
        value.finished.forEach(this::append);
        append(value.tail.toByteArray());
        return this;
    }

    /** Returns the size of the encoded message. */
    public long size() {
        return finishedBytes + tail.size();
    }

    /** Writes the encoded message. */
    public void writeTo(OutputStream out) throws IOException {
        for (byte[] part : finished) {
            out.write(part);
        }
        tail.writeTo(out);
    }

    /** Returns the encoded message. */
    public byte[] toByteArray() {
        ByteArrayOutputStream all = new ByteArrayOutputStream(Math.toIntExact(size()));
        finished.forEach(all::writeBytes);
        all.writeBytes(tail.toByteArray());
        return all.toByteArray();
    }

    private void append(byte[] part) {
        finished.add(tail.toByteArray());
        finished.add(part);
        finishedBytes += tail.size() + (long) part.length;
        tail.reset();
    }

    private void tag(int field, int wireType) {
        varint(((long) field << 3) | wireType);
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            tail.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        tail.write((int) rest);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
