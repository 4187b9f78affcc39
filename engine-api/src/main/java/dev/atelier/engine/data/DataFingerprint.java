package dev.atelier.engine.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells data sets apart by their content. */
public final class DataFingerprint {
    private static final int CHUNK = 16 << 10;

    private DataFingerprint() {}

    /**
     * Returns 64 hexadecimal digits: the SHA-256 of the shapes, scales, labels, features and targets of these data sets. A saved run keeps it,
     * so that it is not continued on other data.
     */
    public static String of(Dataset... parts) {
        MessageDigest digest = sha256();
        for (Dataset part : parts) {
            String shape = part.size() + " " + part.columns() + " " + part.classes() + " " + part.scale() + " "
                    + (part.bytes() == null ? "F32" : "U8") + "\n";
            digest.update(shape.getBytes(StandardCharsets.US_ASCII));
            update(digest, part.labels());
            byte[] bytes = part.bytes();
            float[] floats = part.floats();
            if (bytes != null) {
                digest.update(bytes);
            } else if (floats != null) {
                update(digest, floats);
            }
            float[] targets = part.targets();
            if (targets != null) {
                update(digest, targets);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, int[] values) {
        ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            chunk.asIntBuffer().put(values, from, count);
            digest.update(chunk.array(), 0, 4 * count);
        }
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            chunk.asFloatBuffer().put(values, from, count);
            digest.update(chunk.array(), 0, 4 * count);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
