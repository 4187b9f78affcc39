package dev.atelier.engine.opencl;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Built programs on disk, one file each: a SHA-256 of its key and the rest, then the driver's binary. A file that is damaged is removed and
 * said so; a folder that can't be written is no error, only slower.
 */
final class ProgramCache {
    private static final System.Logger LOG = System.getLogger(ProgramCache.class.getName());
    private static final int HASH_BYTES = 32;

    private final Path folder;

    ProgramCache(Path cacheDirectory) {
        this.folder = cacheDirectory.resolve("opencl");
    }

    /** Returns the key of a program: what may change its binary. */
    static String key(String deviceName, String version, KernelVariant variant) {
        MessageDigest digest = sha256();
        for (String part : new String[] {deviceName, version, variant.options(), variant.source()}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the binary under a key, or null when there is none that is whole. */
    byte @Nullable [] load(String key) {
        Path file = file(key);
        try {
            byte[] content = Files.readAllBytes(file);
            byte[] binary = Arrays.copyOfRange(content, Math.min(HASH_BYTES, content.length), content.length);
            if (content.length > HASH_BYTES && Arrays.equals(seal(key, binary), Arrays.copyOf(content, HASH_BYTES))) {
                return binary;
            }
            reject(key, "it is damaged");
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            reject(key, "it can't be read, " + e);
        }
        return null;
    }

    /** Removes a file that can't be used, and says so. */
    void reject(String key, String reason) {
        Path file = file(key);
        LOG.log(Level.WARNING, "the cached OpenCL program " + file + " is built again: " + reason);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "it can't be removed", e);
        }
    }

    /** Stores a binary, so that other processes see either all of it or nothing. */
    void store(String key, byte[] binary) {
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "program-", ".tmp");
            try {
                byte[] content = Arrays.copyOf(seal(key, binary), HASH_BYTES + binary.length);
                System.arraycopy(binary, 0, content, HASH_BYTES, binary.length);
                Files.write(temporary, content);
                move(temporary, file(key));
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "OpenCL programs are not kept in " + folder, e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path file(String key) {
        return folder.resolve(key + ".bin");
    }

    /** Ties a binary to its key, so that a file under another's name is noticed too. */
    private static byte[] seal(String key, byte[] binary) {
        MessageDigest digest = sha256();
        digest.update(key.getBytes(StandardCharsets.UTF_8));
        return digest.digest(binary);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
