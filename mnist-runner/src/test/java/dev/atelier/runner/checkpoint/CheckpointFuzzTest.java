package dev.atelier.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atelier.runner.UntrustedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** A checkpoint of any content, also one whose seal is right, is read so that it can be written again without a change, or refused. */
class CheckpointFuzzTest {
    private static final int SEAL_BYTES = 32;

    private final UntrustedFile file = UntrustedFile.named("checkpoint.safetensors");

    @FuzzTest
    void isReadOrRefused(byte[] content) throws IOException, NoSuchAlgorithmException {
        file.read(content, CheckpointException.class, CheckpointFile::read);
        if (content.length >= SEAL_BYTES) {
            Optional<Checkpoint> read = file.read(sealed(content), CheckpointException.class, CheckpointFile::read);
            if (read.isPresent()) {
                CheckpointFile.write(file.path(), read.get());
                byte[] written = Files.readAllBytes(file.path());
                CheckpointFile.write(file.path(), CheckpointFile.read(file.path()));
                assertThat(Files.readAllBytes(file.path())).isEqualTo(written);
            }
        }
    }

    /** Returns the content with the checksum that everybody can compute in the place of its last bytes. */
    private static byte[] sealed(byte[] content) throws NoSuchAlgorithmException {
        byte[] sealed = content.clone();
        int start = sealed.length - SEAL_BYTES;
        Arrays.fill(sealed, start, sealed.length, (byte) 0);
        System.arraycopy(MessageDigest.getInstance("SHA-256").digest(sealed), 0, sealed, start, SEAL_BYTES);
        return sealed;
    }
}
