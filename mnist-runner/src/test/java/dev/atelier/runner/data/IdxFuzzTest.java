package dev.atelier.runner.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atelier.runner.UntrustedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** An IDX file of any content is read as it stands, or refused. */
class IdxFuzzTest {
    private final UntrustedFile file = UntrustedFile.named("train-images-idx3-ubyte");

    @FuzzTest
    void isReadOrRefused(byte[] content) throws IOException {
        for (int dimensions : new int[] {IdxFile.LABELS, IdxFile.IMAGES}) {
            IdxFile read = file.read(content, DataException.class, path -> IdxFile.read(path, dimensions))
                    .orElse(null);
            if (read != null) {
                int[] sizes = new int[dimensions];
                for (int d = 0; d < dimensions; d++) {
                    sizes[d] = read.size(d);
                }
                byte[] written = IdxBytes.file(0x800 + dimensions, sizes, read.elements());
                assertThat(written).isEqualTo(decompressed(content));
            }
        }
    }

    private static byte[] decompressed(byte[] content) throws IOException {
        return content[0] == 0 ? content : new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
    }
}
