package dev.atelier.runner.checkpoint;

import dev.atelier.runner.data.FileFault;
import dev.atelier.runner.data.WholeFile;
import dev.atelier.runner.model.FloatArray;
import dev.atelier.runner.model.ModelException;
import dev.atelier.runner.model.Safetensors;
import dev.atelier.runner.model.SafetensorsReader;
import dev.atelier.runner.model.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint as a safetensors file, which other programs can open. Its last array, {@value #SEAL}, is no array of numbers: its 32
 * bytes are the SHA-256 of the whole file with zeros in their place, so that a file that was cut short or of which any bit was
 * changed is refused.
 */
final class CheckpointFile {
    /** The array that holds the checksum. */
    static final String SEAL = "sha256";

    private static final int SEAL_BYTES = 32;
    private static final int CHUNK = 64 << 10;

    private CheckpointFile() {}

    /**
     * Writes a checkpoint, or leaves what was there before.
     *
     * @throws IOException if it can't be written
     */
    static void write(Path file, Checkpoint checkpoint) throws IOException {
        Safetensors content = CheckpointContent.encode(checkpoint);
        Map<String, FloatArray> arrays = new LinkedHashMap<>(content.arrays());
        arrays.put(SEAL, new FloatArray(List.of(SEAL_BYTES / 4), new float[SEAL_BYTES / 4]));
        MessageDigest digest = sha256();
        WholeFile.writePrivate(file, channel -> {
            SafetensorsWriter.write(digesting(channel, digest), new Safetensors(content.metadata(), arrays));
            ByteBuffer seal = ByteBuffer.wrap(digest.digest());
            long place = channel.position() - SEAL_BYTES;
            while (seal.hasRemaining()) {
                place += channel.write(seal, place);
            }
        });
    }

    private static WritableByteChannel digesting(FileChannel channel, MessageDigest digest) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                ByteBuffer written = bytes.duplicate();
                int count = channel.write(bytes);
                digest.update(written.limit(written.position() + count));
                return count;
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /**
     * Reads a checkpoint.
     *
     * @throws CheckpointException if the file can't be read or is not what was written
     */
    static Checkpoint read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            checkSeal(file, channel);
            Safetensors content = SafetensorsReader.read(file);
            if (!content.arrays().containsKey(SEAL)) {
                throw damaged(file);
            }
            return CheckpointContent.decode(content);
        } catch (IOException e) {
            throw new CheckpointException(file + ": can't be read: " + FileFault.reason(e), e);
        } catch (ModelException e) {
            throw new CheckpointException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    file + ": is not a checkpoint that this version can read: " + e.getMessage(), e);
        }
    }

    private static void checkSeal(Path file, FileChannel channel) throws IOException {
        long end = channel.size() - SEAL_BYTES;
        if (end <= 0) {
            throw new CheckpointException(
                    file + ": is truncated, or no checkpoint: it has only " + channel.size() + " bytes");
        }
        MessageDigest digest = sha256();
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        long place = 0;
        while (place < end) {
            bytes.clear().limit((int) Math.min(CHUNK, end - place));
            int count = channel.read(bytes, place);
            if (count < 0) {
                throw damaged(file);
            }
            digest.update(bytes.flip());
            place += count;
        }
        digest.update(new byte[SEAL_BYTES]);
        byte[] seal = new byte[SEAL_BYTES];
        ByteBuffer target = ByteBuffer.wrap(seal);
        while (target.hasRemaining()) {
            int count = channel.read(target, end + target.position());
            if (count < 0) {
                throw damaged(file);
            }
        }
        if (!Arrays.equals(seal, digest.digest())) {
            throw damaged(file);
        }
    }

    private static CheckpointException damaged(Path file) {
        return new CheckpointException(file + ": is truncated or altered, or no checkpoint: its checksum is wrong");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
