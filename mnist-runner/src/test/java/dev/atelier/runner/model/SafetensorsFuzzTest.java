package dev.atelier.runner.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atelier.runner.UntrustedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** A model of any content is read so that it can be written and read again without a change, or refused. */
class SafetensorsFuzzTest {
    private final UntrustedFile file = UntrustedFile.named("model.safetensors");

    @FuzzTest
    void isReadOrRefused(byte[] content) throws IOException {
        Optional<Safetensors> arrays = read(content);
        if (arrays.isPresent()) {
            byte[] written = bytes(arrays.get());
            assertThat(bytes(read(written).orElseThrow())).isEqualTo(written);
        }
        Optional<ModelFile.Model> model = file.read(content, ModelException.class, ModelFile::read);
        if (model.isPresent()) {
            ModelFile.write(file.path(), model.get(), Map.of());
            byte[] written = Files.readAllBytes(file.path());
            ModelFile.write(file.path(), ModelFile.read(file.path()), Map.of());
            assertThat(Files.readAllBytes(file.path())).isEqualTo(written);
        }
    }

    private Optional<Safetensors> read(byte[] content) {
        return file.read(content, ModelException.class, SafetensorsReader::read);
    }

    private static byte[] bytes(Safetensors content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SafetensorsWriter.write(Channels.newChannel(bytes), content);
        return bytes.toByteArray();
    }
}
